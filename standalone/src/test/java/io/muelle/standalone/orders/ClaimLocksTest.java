package io.muelle.standalone.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.blob.domain.Upload;
import io.muelle.blob.store.LinkStore;
import io.muelle.blob.store.ReferenceStore;
import io.muelle.contracts.ask.ClaimBlobs.Claim;
import io.muelle.contracts.ask.ClaimBlobs.Missing;
import io.muelle.contracts.ask.Claims.Outcome;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.store.ClaimOutcomes;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.muelle.platform.http.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who must wait for whom: one transaction is held open, and the other goes on only after its commit. */
class ClaimLocksTest {
    private static final long PATIENCE_SECONDS = 10;

    private static World world;

    private final UUID claim = UUID.randomUUID();
    private Scene scene;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        world = new World(folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void uploadABlob() {
        scene = new Scene(world);
        scene.upload(world.services());
    }

    @Test
    void shouldLetADeletionWaitForAClaimAndSeeIt() throws Exception {
        ReferenceStore references = new ReferenceStore(world.blobs);
        Object deletion = whileOpen(
                world.blobs,
                transaction -> {
                    Claim held = new Claim(claim, scene.repository, Set.of(scene.blob), false);
                    references.claim(transaction::execute, held, OffsetDateTime.now(world.clock));
                },
                () -> {
                    try {
                        world.services().blobDeletion.delete(scene.repository, scene.blob, Scene.ANNA);
                        return "deleted";
                    } catch (RegistryException refused) {
                        return refused.status();
                    }
                });
        assertThat(deletion).isEqualTo(405);
    }

    @Test
    void shouldLetAClaimWaitForADeletionAndMissTheBlob() throws Exception {
        LinkStore links = new LinkStore();
        Object answer = whileOpen(
                world.blobs,
                transaction -> {
                    links.lockForDeletion(transaction, scene.repository, scene.blob);
                    links.unlink(transaction, scene.repository, scene.blob, OffsetDateTime.now(world.clock));
                },
                () -> world.services().blobClaims.claim(new Claim(claim, scene.repository, Set.of(scene.blob), false)));
        assertThat(answer).isEqualTo(new Missing(scene.blob));
    }

    @Test
    void shouldLetADecisionWaitForACommit() throws Exception {
        ClaimOutcomes outcomes = new ClaimOutcomes(world.manifests);
        Object decided = whileOpen(
                world.manifests,
                transaction -> outcomes.commit(transaction, claim).rows(),
                () -> outcomes.decide(Set.of(claim)));
        assertThat(decided).isEqualTo(Map.of(claim, Outcome.COMMITTED));
    }

    @Test
    void shouldLetTheEndOfAnUploadWaitForACondemnationAndReviveTheContent() throws Exception {
        Upload upload = scene.opened(scene.other);
        Object finished =
                whileOpen(world.blobs, transaction -> setState(transaction, "condemned"), () -> scene.finish(upload));
        assertThat(finished).isEqualTo(true);
        assertThat(states()).containsExactly("stored");
        assertThat(linked(scene.other)).isEqualTo(1);
    }

    @Test
    void shouldLetTheEndOfAnUploadWaitForADeletionAndStoreTheContentAnew() throws Exception {
        Upload upload = scene.opened(scene.other);
        Object finished =
                whileOpen(world.blobs, transaction -> setState(transaction, "deleting"), () -> scene.finish(upload));
        assertThat(finished).isEqualTo(true);
        assertThat(states()).containsExactly("deleting", "stored");
        assertThat(linked(scene.other)).isEqualTo(1);
    }

    @Test
    void shouldLetTheEndOfAnUploadWaitForWhoTakesItAndTakeItFromThem() throws Exception {
        Upload upload = scene.opened(scene.other);
        Object finished = whileOpen(
                world.blobs,
                transaction ->
                        transaction.execute("UPDATE upload_session SET epoch = epoch + 1 WHERE id = $1", upload.id()),
                () -> scene.finish(upload));
        assertThat(finished).isEqualTo(true);
        assertThat(linked(scene.other)).isEqualTo(1);
        assertThat(world.blobs
                        .query("SELECT 1 FROM upload_session WHERE id = $1", upload.id())
                        .rowCount())
                .isZero();
    }

    private void setState(Transaction transaction, String state) {
        transaction.execute("UPDATE content SET state = $2 WHERE digest = $1", scene.blob.toString(), state);
    }

    private List<String> states() {
        List<String> states = new ArrayList<>();
        world.blobs
                .query("SELECT state FROM content WHERE digest = $1 ORDER BY id", scene.blob.toString())
                .forEach(row -> states.add(row.getString(0)));
        return states;
    }

    private int linked(RepositoryName repository) {
        return world.blobs
                .query(
                        "SELECT 1 FROM link JOIN content ON content.id = link.content_id"
                                + " WHERE repository = $1 AND link.digest = $2 AND state = 'stored'",
                        repository.value(),
                        scene.blob.toString())
                .rowCount();
    }

    /** Runs {@code other} beside an open transaction, commits that once {@code other} waits, and answers what it brings. */
    private static Object whileOpen(Database database, Consumer<Transaction> held, Supplier<Object> other)
            throws ExecutionException, InterruptedException, TimeoutException {
        CompletableFuture<Object> answer = database.transaction(transaction -> {
            held.accept(transaction);
            CompletableFuture<Object> waiting = new CompletableFuture<>();
            Thread.startVirtualThread(() -> {
                try {
                    waiting.complete(other.get());
                } catch (RuntimeException failure) {
                    waiting.completeExceptionally(failure);
                }
            });
            awaitLock(database, waiting);
            return waiting;
        });
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void awaitLock(Database database, CompletableFuture<Object> waiting) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (database.query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND datname = current_database()")
                        .rowCount()
                == 0) {
            assertThat(waiting).as("it must wait").isNotDone();
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(end);
        }
    }
}
