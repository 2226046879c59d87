package io.muelle.blob.domain;

import static io.muelle.blob.domain.BlobFixture.ANNA;
import static io.muelle.blob.domain.BlobFixture.digest;
import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
    private static final RepositoryName SOURCE = new RepositoryName("anna/app");
    private static final RepositoryName TARGET = new RepositoryName("anna/copy");

    private static BlobFixture blobs;

    private final byte[] bytes = random(200);

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        blobs = new BlobFixture(folder);
    }

    @AfterAll
    static void stop() {
        blobs.close();
    }

    @Test
    void shouldMountWhatTheSourceHolds() throws IOException {
        Digest digest = blobs.upload(SOURCE, bytes);
        assertThat(blobs.links.mount(TARGET, digest, SOURCE, ANNA)).isTrue();
        assertThat(blobs.pulled(TARGET, digest)).isEqualTo(bytes);
        assertThat(events("io.muelle.blob.mounted", digest)).isEqualTo(1);
    }

    @Test
    void shouldTellOfALinkOnce() {
        Digest digest = blobs.upload(SOURCE, bytes);
        blobs.upload(SOURCE, bytes);
        blobs.links.mount(TARGET, digest, SOURCE, ANNA);
        blobs.links.mount(TARGET, digest, SOURCE, ANNA);
        assertThat(events("io.muelle.blob.uploaded", digest)).isEqualTo(1);
        assertThat(events("io.muelle.blob.mounted", digest)).isEqualTo(1);
    }

    @Test
    void shouldMountNothingFromWhoDoesNotHoldIt() {
        Digest digest = blobs.upload(SOURCE, bytes);
        RepositoryName empty = new RepositoryName("anna/empty");
        assertThat(blobs.links.mount(TARGET, digest, empty, ANNA)).isFalse();
        assertThat(blobs.links.mount(TARGET, digest(random(10)), SOURCE, ANNA)).isFalse();
        assertThat(blobs.holds(TARGET, digest)).isFalse();
    }

    @Test
    void shouldLeaseAnewWhatIsUploadedOrMountedAgain() {
        Digest digest = blobs.upload(SOURCE, bytes);
        blobs.links.mount(TARGET, digest, SOURCE, ANNA);
        blobs.clock.advance(Duration.ofHours(20));
        blobs.upload(SOURCE, bytes);
        blobs.links.mount(TARGET, digest, SOURCE, ANNA);
        var end = OffsetDateTime.now(blobs.clock).plus(BlobFixture.LEASE);
        assertThat(lease(SOURCE, digest)).isEqualTo(end);
        assertThat(lease(TARGET, digest)).isEqualTo(end);
    }

    @Test
    void shouldRenewALeaseOnlyOfALinkThatIsThere() {
        Digest digest = blobs.upload(SOURCE, bytes);
        var later = OffsetDateTime.now(blobs.clock).plusDays(3);
        assertThat(renewed(SOURCE, digest, later)).isTrue();
        assertThat(lease(SOURCE, digest)).isEqualTo(later);
        assertThat(renewed(TARGET, digest, later)).isFalse();
        assertThat(blobs.holds(TARGET, digest)).isFalse();
    }

    @Test
    void shouldHaveEachLinkReviewedAtTheEndOfItsLease() {
        Digest digest = blobs.upload(SOURCE, bytes);
        var end = OffsetDateTime.now(blobs.clock).plus(BlobFixture.LEASE);
        assertThat(blobs.column("SELECT due FROM link_review WHERE digest = $1", digest.toString()))
                .containsExactly(end);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReviveCondemnedContent(boolean byMount) throws IOException {
        Digest digest = blobs.upload(SOURCE, bytes);
        blobs.database.query(
                "UPDATE content SET state = 'condemned', condemned_at = now() WHERE digest = $1", digest.toString());
        if (byMount) {
            assertThat(blobs.links.mount(TARGET, digest, SOURCE, ANNA)).isTrue();
        } else {
            blobs.upload(TARGET, bytes);
        }
        assertThat(blobs.column("SELECT state FROM content WHERE digest = $1", digest.toString()))
                .containsExactly("stored");
        assertThat(blobs.column("SELECT number FROM content WHERE digest = $1", digest.toString()))
                .containsExactly(1);
        assertThat(blobs.pulled(TARGET, digest)).isEqualTo(bytes);
    }

    @Test
    void shouldStoreAnewWhatIsBeingDeleted() throws IOException {
        Digest digest = blobs.upload(SOURCE, bytes);
        blobs.database.query("DELETE FROM link WHERE digest = $1", digest.toString());
        blobs.database.query("UPDATE content SET state = 'deleting' WHERE digest = $1", digest.toString());
        assertThat(blobs.links.mount(TARGET, digest, SOURCE, ANNA)).isFalse();
        blobs.upload(TARGET, bytes);
        assertThat(blobs.column("SELECT key FROM content WHERE digest = $1", digest.toString()))
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(blobs.pulled(TARGET, digest)).isEqualTo(bytes);
    }

    private static boolean renewed(RepositoryName repository, Digest digest, OffsetDateTime until) {
        return blobs.reader
                .renew(repository, digest, until)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static Object lease(RepositoryName repository, Digest digest) {
        return blobs.column(
                        "SELECT leased_until FROM link WHERE repository = $1 AND digest = $2",
                        repository.value(),
                        digest.toString())
                .getFirst();
    }

    private static int events(String type, Digest digest) {
        return blobs.column(
                        "SELECT 1 FROM outbox WHERE type = $1 AND data LIKE '%' || $2 || '%'", type, digest.toString())
                .size();
    }
}
