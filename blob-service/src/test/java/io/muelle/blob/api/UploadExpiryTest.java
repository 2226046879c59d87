package io.muelle.blob.api;

import static io.muelle.blob.domain.BlobFixture.body;
import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.blob.domain.BlobFixture;
import io.muelle.blob.domain.FaultyStore;
import io.muelle.contracts.name.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadExpiryTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("anna/app");
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final int LEFT = 5;

    @TempDir
    private Path folder;

    private BlobFixture blobs;
    private FaultyStore disk;
    private UploadExpiry expiry;

    @BeforeEach
    void leaveUploads() throws IOException {
        blobs = new BlobFixture(folder, store -> disk = new FaultyStore(store));
        expiry = new UploadExpiry(blobs.sessions, blobs.store, LIFETIME, blobs.clock);
        for (int i = 0; i < LEFT; i++) {
            blobs.uploads.append(blobs.open(REPOSITORY), OptionalLong.of(0), body(random(1_000)));
        }
        blobs.clock.advance(LIFETIME.plusMinutes(1));
    }

    @AfterEach
    void stop() {
        blobs.close();
    }

    @Test
    void shouldRemoveAllThatWasLeft() throws IOException {
        assertThat(files()).isEqualTo(LEFT);

        expiry.expire();

        assertThat(files()).isZero();
        assertThat(sessions()).isZero();
    }

    /** Whose row is gone, nobody finds again. */
    @Test
    void shouldKeepTheRowsWhileTheStoreFails() throws IOException {
        disk.failure = new IOException("in a test");
        expiry.expire();
        assertThat(sessions()).isEqualTo(LEFT - 1L);

        disk.failure = null;
        expiry.expire();
        assertThat(sessions()).isZero();
        assertThat(files()).isOne();
    }

    private long sessions() {
        return (Long) blobs.column("SELECT count(*) FROM upload_session").getFirst();
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("content"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
