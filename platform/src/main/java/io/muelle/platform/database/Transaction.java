package io.muelle.platform.database;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** An open transaction; used by one thread, until the work that was given it returns. */
public interface Transaction {
    /** Runs one statement with {@code $1 …} replaced and waits for its rows. */
    RowSet<Row> execute(String sql, Object... arguments);

    /**
     * Sends one statement and waits for nothing: it travels together with those that follow, at the latest with the
     * commit. One that fails fails the transaction, whether its rows are asked for or not.
     */
    Sent send(String sql, Object... arguments);

    /** A statement under way. */
    @FunctionalInterface
    interface Sent {
        /** Waits for the rows. */
        RowSet<Row> rows();
    }

    /** Runs {@code action} once the transaction has committed, not if it rolls back. */
    void afterCommit(Runnable action);

    /**
     * Runs {@code action} once it is known whether the transaction committed or rolled back, and before its caller
     * hears of it; never if the answer to COMMIT was lost.
     */
    void afterEnd(Runnable action);

    /** The first row, or null: reads better than an iterator where at most one row can come. */
    default Row first(String sql, Object... arguments) {
        var rows = execute(sql, arguments).iterator();
        return rows.hasNext() ? rows.next() : null;
    }
}
