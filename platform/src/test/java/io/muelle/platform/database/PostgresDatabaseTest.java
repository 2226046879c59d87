package io.muelle.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.testsupport.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresDatabaseTest {
    private static final String INSERT = "INSERT INTO event_sequence (key, sequence) VALUES ($1, $2)";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DEADLOCK = "DO $$ BEGIN RAISE EXCEPTION 'in a test' USING ERRCODE = '40P01'; END $$";
    private static final String NO_LOCK = "DO $$ BEGIN RAISE EXCEPTION 'in a test' USING ERRCODE = '55P03'; END $$";

    private final Vertx vertx = Vertx.vertx();
    private final List<String> heard = new ArrayList<>();
    private Pool pool;
    private PostgresDatabase database;

    @BeforeEach
    void connect() {
        pool = PgBuilder.pool()
                .connectingTo(TestDatabase.migrated("db/outbox").connectOptions())
                .using(vertx)
                .build();
        database = new PostgresDatabase(pool);
    }

    @AfterEach
    void disconnect() {
        pool.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Such as one that stands still; who comes later is not hindered by the wait of another. */
    @Test
    void shouldWaitForAServerOnlySoLong() {
        PostgresDatabase impatient = new PostgresDatabase(pool, Duration.ofSeconds(1));
        String slow = "SELECT pg_sleep(3)";

        assertThatThrownBy(() -> impatient
                        .read(slow)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(() -> impatient.transaction(transaction -> {
                    listen(transaction);
                    transaction.send(INSERT, "one", 1L);
                    return transaction.execute(slow);
                }))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("1 s");

        assertThat(keys()).isEmpty();
        assertThat(heard).containsExactly("ended");
    }

    @Test
    void shouldCommitWhatWasSentAndNotWaitedFor() {
        database.transaction(transaction -> {
            listen(transaction);
            transaction.send(INSERT, "one", 1L);
            return transaction.send(INSERT, "two", 2L);
        });
        assertThat(keys()).containsExactly("one", "two");
        assertThat(heard).containsExactly("ended", "committed");
    }

    @Test
    void shouldCommitNothingIfWhatNobodyWaitedForFails() {
        assertThatThrownBy(() -> database.transaction(transaction -> {
                    listen(transaction);
                    transaction.send(INSERT, "one", 1L);
                    return transaction.send(INSERT, "one", 2L);
                }))
                .isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.getSqlState())
                        .isEqualTo(UNIQUE_VIOLATION));
        assertThat(keys()).isEmpty();
        assertThat(heard).containsExactly("ended");
    }

    @Test
    void shouldTellTheFirstFailureThoughALaterStatementIsWaitedFor() {
        assertThatThrownBy(() -> database.transaction(transaction -> {
                    listen(transaction);
                    transaction.send(INSERT, "one", 1L);
                    transaction.send(INSERT, "one", 2L);
                    return transaction.execute(INSERT, "three", 3L);
                }))
                .isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.getSqlState())
                        .isEqualTo(UNIQUE_VIOLATION));
        assertThat(keys()).isEmpty();
        assertThat(heard).containsExactly("ended");
    }

    @Test
    void shouldRepeatAsAWholeWhatADeadlockEndedThoughNobodyWaitedForIt() {
        AtomicInteger attempts = new AtomicInteger();
        database.transaction(transaction -> {
            transaction.send(INSERT, "one", 1L);
            return attempts.incrementAndGet() < 3 ? transaction.send(DEADLOCK) : null;
        });
        assertThat(attempts).hasValue(3);
        assertThat(keys()).containsExactly("one");
    }

    @Test
    void shouldKnowThatNothingIsCommittedWhenAWaitForALockWasGivenUp() {
        assertThatThrownBy(() -> database.transaction(transaction -> {
                    listen(transaction);
                    transaction.send(INSERT, "one", 1L);
                    return transaction.send(NO_LOCK);
                }))
                .isExactlyInstanceOf(DatabaseUnavailableException.class);
        assertThat(keys()).isEmpty();
        assertThat(heard).containsExactly("ended");
    }

    private void listen(Transaction transaction) {
        transaction.afterCommit(() -> heard.add("committed"));
        transaction.afterEnd(() -> heard.add("ended"));
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        database.query("SELECT key FROM event_sequence ORDER BY key").forEach(row -> keys.add(row.getString("key")));
        return keys;
    }
}
