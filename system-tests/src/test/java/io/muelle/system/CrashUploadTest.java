package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills at the points of an upload. A point is reached by sending a part of a body, or by holding the lock that the
 * registry needs next.
 */
class CrashUploadTest {
    private static final int PART = 1 << 20;
    private static final long ELSEWHERE = 100;
    private static final String SESSION = "SELECT 1 FROM upload_session WHERE id = ?";

    private static Registry registry;
    private final byte[] content = Image.randomBytes(3 * PART);
    private final Digest digest = Image.digest(content);

    @BeforeAll
    static void start() {
        registry = Registry.fresh("crash-upload");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterAKillInTheMiddleOfAPatch(Kill kill) {
        String repository = repository("middle", kill);
        ResumableUpload upload = begun(repository);
        GatedBody rest = new GatedBody(rest(), PART);
        InFlight patch = InFlight.of(() -> upload.append(PART, 2 * PART, rest.publisher()));
        awaitUnderWay(upload);

        patch.shouldStillWait();
        kill.strike(registry);
        rest.open();
        patch.shouldNeverBeAnswered();
        registry.start();

        assertThat(upload.size()).isEqualTo(PART);
        shouldFinish(upload, repository);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterAKillBeforeAPatchWasAnswered(Kill kill) {
        String repository = repository("patched", kill);
        ResumableUpload upload = begun(repository);
        GatedBody rest = new GatedBody(rest(), PART);
        InFlight patch = InFlight.of(() -> upload.append(PART, 2 * PART, rest.publisher()));
        awaitUnderWay(upload);

        try (ServiceDatabase.Hold session = blobs().holdRow(SESSION, upload.session())) {
            rest.open();
            session.awaitWaiters(1);
            patch.cutOffBy(kill, registry);
            registry.start();
        }

        upload.shouldLieInFolder(registry, 3 * PART);
        if (kill.leavesPostgres()) {
            // What acknowledges it lay there already, behind the lock, and goes on without the one who sent it; or not.
            assertThat(upload.size()).isIn((long) PART, 3L * PART);
        } else {
            assertThat(upload.size()).isEqualTo(PART);
        }
        shouldFinish(upload, repository);
    }

    /** The statement lay in PostgreSQL already, which goes on without the one who sent it. */
    @Test
    void shouldGoOnFromWhatPostgresCommittedForADeadProcess() {
        String repository = "admin/orphan";
        ResumableUpload upload = begun(repository);
        GatedBody rest = new GatedBody(rest(), PART);
        InFlight patch = InFlight.of(() -> upload.append(PART, 2 * PART, rest.publisher()));
        awaitUnderWay(upload);
        ServiceDatabase blobs = blobs();

        try (ServiceDatabase.Hold session = blobs.holdRow(SESSION, upload.session())) {
            rest.open();
            session.awaitWaiters(1);
            patch.cutOffBy(Kill.PROCESS, registry);
        }
        Eventually.until(
                "PostgreSQL has committed it",
                () -> blobs.count("SELECT size FROM upload_session WHERE id = ?", upload.session()) == 3 * PART);
        registry.start();

        assertThat(upload.size()).isEqualTo(3 * PART);
        upload.finish(digest, BodyPublishers.noBody()).expect(201);
        shouldHave(repository);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterAKillBeforeTheClosingPutWasAnswered(Kill kill) {
        String repository = repository("closed", kill);
        ResumableUpload upload = begun(repository);
        GatedBody rest = new GatedBody(rest(), PART);
        InFlight put = InFlight.of(() -> upload.finish(digest, rest.publisher()));
        awaitUnderWay(upload);

        try (ServiceDatabase.Hold session = blobs().holdRow(SESSION, upload.session())) {
            rest.open();
            session.awaitWaiters(1);
            put.cutOffBy(kill, registry);
            registry.start();
        }

        upload.shouldLieInFolder(registry, 3 * PART);
        assertThat(upload.size()).isEqualTo(PART);
        shouldFinish(upload, repository);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterAKillWhileABlobThatIsThereIsLinked(Kill kill) {
        String first = repository("first", kill);
        String second = repository("second", kill);
        registry.administrator().pushBlob(first, content);
        ResumableUpload upload = begun(second);

        try (ServiceDatabase.Hold row = blobs().holdRow("SELECT 1 FROM content WHERE digest = ?", digest.toString())) {
            InFlight put = InFlight.of(() -> upload.finish(digest, BodyPublishers.ofByteArray(rest())));
            row.awaitWaiters(1);
            put.cutOffBy(kill, registry);
            registry.start();
        }

        assertThat(upload.size()).isEqualTo(PART);
        shouldFinish(upload, second);
        shouldHave(first);
        assertThat(blobs().count("SELECT count(*) FROM content WHERE digest = ?", digest.toString()))
                .isEqualTo(1);
        upload.shouldLieInFolder(registry, 0);
    }

    private static String repository(String name, Kill kill) {
        return "admin/" + name + '-' + kill.lowerCase();
    }

    /** An upload of which the first part is acknowledged. */
    private ResumableUpload begun(String repository) {
        ResumableUpload upload = ResumableUpload.open(registry.administrator(), repository);
        upload.append(content, 0, PART);
        if (!registry.keepsContentInFolder()) {
            // As if another replica had had it since, so that the next request takes it, which the row shows.
            blobs().count(
                            "UPDATE upload_session SET epoch = " + ELSEWHERE + " WHERE id = ? RETURNING epoch",
                            upload.session());
        }
        return upload;
    }

    private byte[] rest() {
        return Arrays.copyOfRange(content, PART, content.length);
    }

    /** The PATCH or PUT has the upload; where there is a folder, a part of its body is there. */
    private static void awaitUnderWay(ResumableUpload upload) {
        if (registry.keepsContentInFolder()) {
            Eventually.until(
                    "more than was acknowledged is in the folder", () -> upload.bytesInFolder(registry) > PART);
            return;
        }
        ServiceDatabase blobs = blobs();
        Eventually.until(
                "the upload is taken again",
                () -> blobs.count("SELECT epoch FROM upload_session WHERE id = ?", upload.session()) == ELSEWHERE + 1);
    }

    private static ServiceDatabase blobs() {
        return ServiceDatabase.of(registry, "blob");
    }

    /** Nothing of it is visible yet; then the client goes on, and all of it is. */
    private void shouldFinish(ResumableUpload upload, String repository) {
        assertThat(registry.administrator().getBlob(repository, digest).status())
                .isEqualTo(404);
        upload.resume(content);
        shouldHave(repository);
    }

    private void shouldHave(String repository) {
        Response pulled = registry.administrator().getBlob(repository, digest).expect(200);
        assertThat(Image.digest(pulled.body())).isEqualTo(digest);
        assertThat(EventLog.complete(registry))
                .filteredOn(event -> event.repository().equals(repository) && event.is("blob.uploaded"))
                .extracting(event -> event.text("digest"))
                .containsExactly(digest.toString());
    }
}
