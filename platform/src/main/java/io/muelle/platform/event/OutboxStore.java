package io.muelle.platform.event;

import io.muelle.platform.time.Patience;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The outbox as its one relay sees it, on the connection that holds the relay's advisory lock. */
final class OutboxStore implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    static final int BATCH = 500;

    /** The outbox cannot be read or written now. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        Unavailable(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final SqlConnection connection;

    OutboxStore(SqlConnection connection) {
        this.connection = connection;
    }

    /**
     * Whether this connection is the relay's from now until it closes. Its commits are not waited for: what a crash
     * undoes of them is sent once more, as after any other failure.
     */
    boolean lock() throws Unavailable {
        execute("SET synchronous_commit = off");
        return execute("SELECT pg_try_advisory_lock(hashtext(current_schema() || '.outbox'))")
                .iterator()
                .next()
                .getBoolean(0);
    }

    /** Fails where the connection is gone, and the lock with it. */
    void requireLock() throws Unavailable {
        execute("SELECT 1");
    }

    /** The oldest unsent events: those of one key in the order of their sequence. */
    List<OutboxRow> unsent() throws Unavailable {
        List<OutboxRow> rows = new ArrayList<>();
        for (Row row : execute("SELECT " + OutboxRow.COLUMNS + " FROM outbox WHERE sent_at IS NULL ORDER BY position"
                + " LIMIT " + BATCH)) {
            rows.add(OutboxRow.of(row));
        }
        return rows;
    }

    void remove(List<OutboxRow> sent) throws Unavailable {
        execute("DELETE FROM outbox WHERE position = ANY($1)", (Object) positions(sent));
    }

    void keep(List<OutboxRow> sent) throws Unavailable {
        execute("UPDATE outbox SET sent_at = now() WHERE position = ANY($1)", (Object) positions(sent));
    }

    void removeSentBefore(OffsetDateTime time) throws Unavailable {
        execute("DELETE FROM outbox WHERE sent_at < $1", time);
    }

    /** Makes all unsent again that was kept. How long ago it was sent says nothing: the power may have been off since. */
    int resend() throws Unavailable {
        return execute("UPDATE outbox SET sent_at = NULL WHERE sent_at IS NOT NULL")
                .rowCount();
    }

    void refuse(OutboxRow row, String reason) throws Unavailable {
        execute("""
                WITH refused AS (DELETE FROM outbox WHERE position = $1 RETURNING *)
                INSERT INTO outbox_refused (id, key, sequence, type, subject, at, data, reason)
                SELECT id, key, sequence, type, subject, at, data, $2 FROM refused ON CONFLICT DO NOTHING""", row.position(), reason);
    }

    private static Long[] positions(List<OutboxRow> rows) {
        return rows.stream().map(OutboxRow::position).toArray(Long[]::new);
    }

    private RowSet<Row> execute(String sql, Object... arguments) throws Unavailable {
        Tuple tuple = Tuple.tuple(new ArrayList<>(List.of(arguments)));
        Future<RowSet<Row>> rows = connection.preparedQuery(sql).execute(tuple);
        try {
            return Patience.get(rows.toCompletionStage().toCompletableFuture(), PATIENCE);
        } catch (ExecutionException failure) {
            throw new Unavailable(failure.getCause());
        } catch (TimeoutException slow) {
            throw new Unavailable(slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unavailable(interrupted);
        }
    }

    /** Gives the lock back before the connection returns to the pool, where it would live on. */
    @Override
    public void close() {
        connection
                .query("RESET synchronous_commit; SELECT pg_advisory_unlock_all()")
                .execute()
                .onComplete(unlocked -> connection.close());
    }
}
