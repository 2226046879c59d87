package io.muelle.platform.database;

import io.muelle.platform.time.Patience;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** {@link Database} on the reactive client of Vert.x. */
public final class PostgresDatabase implements Database {
    private static final Duration STATEMENT_PATIENCE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 20;
    private static final String DEADLOCK = "40P01";
    private static final Set<String> WORTH_REPEATING = Set.of(DEADLOCK, "40001");

    private final Pool pool;
    private final Duration patience;

    public PostgresDatabase(Pool pool) {
        this(pool, STATEMENT_PATIENCE);
    }

    /**
     * @param patience how long somebody waits for a connection, and for each statement
     */
    PostgresDatabase(Pool pool, Duration patience) {
        this.pool = pool;
        this.patience = patience;
    }

    @Override
    public <T> T transaction(Work<T> work) {
        return repeated(() -> attempt(work));
    }

    /** What PostgreSQL refuses for the sake of others it has undone as a whole. */
    private static <T> T repeated(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (PgException failure) {
                if (!WORTH_REPEATING.contains(failure.getSqlState()) || attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    private <T> T attempt(Work<T> work) {
        SqlConnection connection = connection();
        try {
            // Not awaited: it travels with the first statement.
            Future<?> begin =
                    connection.query("BEGIN ISOLATION LEVEL READ COMMITTED").execute();
            Open open = new Open(connection);
            T result = runOrRollBack(connection, work, open);
            await(begin);
            commit(connection, open);
            open.ended.forEach(Runnable::run);
            open.committed.forEach(Runnable::run);
            return result;
        } finally {
            connection.close();
        }
    }

    private SqlConnection connection() {
        Future<SqlConnection> connection = pool.getConnection();
        try {
            return await(connection);
        } catch (DatabaseUnavailableException late) {
            // One that comes yet is nobody's.
            connection.onSuccess(SqlConnection::close);
            throw late;
        }
    }

    private <T> T runOrRollBack(SqlConnection connection, Work<T> work, Open open) {
        try {
            return work.run(open);
        } catch (PgException refused) {
            rollBack(connection, refused);
            open.ended.forEach(Runnable::run);
            throw open.firstFailure().orElse(refused);
        } catch (RuntimeException | Error failure) {
            rollBack(connection, failure);
            open.ended.forEach(Runnable::run);
            throw failure;
        }
    }

    private void rollBack(SqlConnection connection, Throwable reason) {
        Future<?> done = connection.query("ROLLBACK").execute();
        if (reason.getCause() instanceof TimeoutException) {
            // Whoever waited for a statement in vain has waited enough: this one waits behind it.
            return;
        }
        try {
            await(done);
        } catch (RuntimeException failure) {
            // A connection that cannot roll back is gone, and its transaction with it.
            reason.addSuppressed(failure);
        }
    }

    /** Travels with what was sent before it: PostgreSQL rolls back instead if one of those has failed. */
    private void commit(SqlConnection connection, Open open) {
        try {
            await(connection.query("COMMIT").execute());
        } catch (DatabaseUnavailableException lost) {
            throw new CommitUnknownException(lost);
        }
        Optional<RuntimeException> failure = open.firstFailure();
        if (failure.isPresent()) {
            // Also what counts as unavailable, such as a wait for a lock that was given up, was answered.
            if (failure.get() instanceof PgException || failure.get().getCause() instanceof PgException) {
                open.ended.forEach(Runnable::run);
                throw failure.get();
            }
            // It never came to PostgreSQL, which knows of no failure.
            throw new CommitUnknownException(failure.get());
        }
    }

    @Override
    public RowSet<Row> query(String sql, Object... arguments) {
        return repeated(() -> await(pool.preparedQuery(sql).execute(tuple(arguments))));
    }

    @Override
    public Future<RowSet<Row>> read(String sql, Object... arguments) {
        return pool.preparedQuery(sql)
                .execute(tuple(arguments))
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(named(failure)));
    }

    private static Tuple tuple(Object... arguments) {
        Tuple tuple = Tuple.tuple(new ArrayList<>(arguments.length));
        for (Object argument : arguments) {
            tuple.addValue(argument);
        }
        return tuple;
    }

    private <T> T await(Future<T> future) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("A transaction would block the event loop");
        }
        try {
            return Patience.get(future.toCompletionStage().toCompletableFuture(), patience);
        } catch (ExecutionException | CompletionException failure) {
            throw named(failure.getCause());
        } catch (TimeoutException slow) {
            throw named(slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("The process is stopping.", interrupted);
        }
    }

    private RuntimeException named(Throwable failure) {
        if (failure instanceof PgException refused && !DatabaseUnavailableException.serverGone(refused.getSqlState())) {
            return refused;
        }
        if (failure instanceof IllegalArgumentException || failure instanceof ClassCastException) {
            return (RuntimeException) failure;
        }
        if (failure instanceof TimeoutException) {
            return new DatabaseUnavailableException(
                    "PostgreSQL has not answered for " + patience.toSeconds() + " s.", failure);
        }
        return new DatabaseUnavailableException("PostgreSQL cannot be reached: " + failure.getMessage(), failure);
    }

    private final class Open implements Transaction {
        private final SqlConnection connection;
        private final List<Future<RowSet<Row>>> sent = new ArrayList<>();
        private final List<Runnable> committed = new ArrayList<>(2);
        private final List<Runnable> ended = new ArrayList<>(2);

        Open(SqlConnection connection) {
            this.connection = connection;
        }

        @Override
        public RowSet<Row> execute(String sql, Object... arguments) {
            return send(sql, arguments).rows();
        }

        @Override
        public Sent send(String sql, Object... arguments) {
            Future<RowSet<Row>> rows = connection.preparedQuery(sql).execute(tuple(arguments));
            sent.add(rows);
            return () -> await(rows);
        }

        /** Why the transaction failed; what was sent after that only hears that it did. */
        Optional<RuntimeException> firstFailure() {
            return sent.stream().filter(Future::failed).findFirst().map(failed -> named(failed.cause()));
        }

        @Override
        public void afterCommit(Runnable action) {
            committed.add(action);
        }

        @Override
        public void afterEnd(Runnable action) {
            ended.add(action);
        }
    }
}
