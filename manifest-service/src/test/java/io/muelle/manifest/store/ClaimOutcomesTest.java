package io.muelle.manifest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.contracts.ask.Claims.Outcome;
import io.muelle.manifest.ManifestFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClaimOutcomesTest {
    private static ManifestFixture service;

    private final UUID claim = UUID.randomUUID();

    @BeforeAll
    static void start() {
        service = new ManifestFixture();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void shouldAbortAClaimThatNobodyCommitted() {
        assertThat(service.outcomes.alive(Set.of(claim))).containsExactly(claim);
        assertThat(decide()).isEqualTo(Outcome.ABORTED);
        assertThat(service.outcomes.alive(Set.of(claim))).isEmpty();
        assertThat(decide()).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void shouldNotCommitWhatWasDecided() {
        decide();
        assertThatThrownBy(this::commit).isInstanceOf(ClaimDecidedException.class);
        assertThat(decide()).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void shouldCommitOnce() {
        commit();
        assertThat(decide()).isEqualTo(Outcome.COMMITTED);
        assertThatThrownBy(this::commit).isInstanceOf(ClaimDecidedException.class);
        assertThat(service.outcomes.alive(Set.of(claim))).containsExactly(claim);
    }

    @Test
    void shouldDecideManyAtOnce() {
        UUID other = UUID.randomUUID();
        commit();
        assertThat(service.outcomes.decide(Set.of(claim, other)))
                .isEqualTo(Map.of(claim, Outcome.COMMITTED, other, Outcome.ABORTED));
    }

    @Test
    void shouldWaitForATransactionThatIsAboutToCommit() throws Exception {
        assertThat(decidedWhileATransactionIsOpen(true)).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    void shouldAbortOnceATransactionHasRolledBack() throws Exception {
        assertThat(decidedWhileATransactionIsOpen(false)).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void shouldMakeACommitWaitForWhoDecides() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> decider = threads.submit(() -> service.database.transaction(transaction -> {
                transaction.execute("INSERT INTO claim_outcome VALUES ($1, 'ABORTED')", claim);
                written.countDown();
                return mayGoOn.join();
            }));
            written.await();
            Future<?> committer = threads.submit(this::commit);
            awaitSomebodyWaiting();
            mayGoOn.complete(null);
            decider.get();
            assertThatThrownBy(committer::get).hasCauseInstanceOf(ClaimDecidedException.class);
        }
    }

    private Outcome decidedWhileATransactionIsOpen(boolean commits) throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> committer = threads.submit(() -> service.database.transaction(transaction -> {
                ClaimOutcomes.requireFirst(service.outcomes.commit(transaction, claim));
                written.countDown();
                mayGoOn.join();
                if (!commits) {
                    throw new IllegalStateException("rolls back");
                }
                return null;
            }));
            written.await();
            Future<Outcome> decider = threads.submit(this::decide);
            awaitSomebodyWaiting();
            assertThat(decider.isDone()).isFalse();
            mayGoOn.complete(null);
            assertThat(committer).satisfies(future -> {
                if (commits) {
                    future.get();
                }
            });
            return decider.get();
        }
    }

    private static void awaitSomebodyWaiting() {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (service.database
                        .query("SELECT 1 FROM pg_locks WHERE NOT granted")
                        .size()
                == 0) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    private Outcome decide() {
        return service.outcomes.decide(Set.of(claim)).get(claim);
    }

    private void commit() {
        service.database.transaction(transaction -> {
            ClaimOutcomes.requireFirst(service.outcomes.commit(transaction, claim));
            return null;
        });
    }
}
