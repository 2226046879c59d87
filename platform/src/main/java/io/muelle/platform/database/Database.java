package io.muelle.platform.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/**
 * One service's PostgreSQL. Transactions run code that blocks, on a virtual thread; single reads of hot paths may stay
 * on the event loop.
 */
public interface Database {
    /**
     * Runs {@code work} in one READ COMMITTED transaction and commits it; an exception rolls it back. A deadlock or a
     * serialisation failure is retried as a whole, so {@code work} changes nothing but the database.
     *
     * @throws CommitUnknownException the answer to COMMIT was lost: it may have happened
     * @throws DatabaseUnavailableException nothing was committed
     */
    <T> T transaction(Work<T> work);

    /** One statement in a transaction of its own, for code that may block. */
    RowSet<Row> query(String sql, Object... arguments);

    /** One statement in a transaction of its own, for code on the event loop. */
    Future<RowSet<Row>> read(String sql, Object... arguments);

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Transaction transaction);
    }
}
