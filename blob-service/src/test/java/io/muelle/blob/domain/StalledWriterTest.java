package io.muelle.blob.domain;

import static io.muelle.blob.domain.BlobFixture.body;
import static io.muelle.blob.domain.BlobFixture.digest;
import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.http.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that took the upload and was then overtaken, wherever it stood still, harms nothing when it goes on. */
class StalledWriterTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("anna/app");
    private static final byte[] LATE = random(300);

    private static BlobFixture blobs;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        blobs = new BlobFixture(folder);
    }

    @AfterAll
    static void stop() {
        blobs.close();
    }

    @Test
    void shouldNotTouchWhatAnotherWriterPublished() throws IOException {
        byte[] bytes = random(200);
        Upload upload = blobs.open(REPOSITORY);
        stalledUntil(upload, () -> blobs.uploads.finish(upload, digest(bytes), OptionalLong.of(0), body(bytes)));
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldNotTouchWhatWasPublishedWithoutABody() throws IOException {
        byte[] bytes = random(200);
        Upload upload = blobs.open(REPOSITORY);
        blobs.uploads.append(upload, OptionalLong.of(0), body(bytes));
        stalledUntil(upload, () -> blobs.uploads.finish(upload, digest(bytes), OptionalLong.empty(), ByteSource.EMPTY));
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldNotTouchWhatAnotherWriterHadAcknowledged() throws IOException {
        byte[] bytes = random(200);
        Upload upload = blobs.open(REPOSITORY);
        assertThatThrownBy(
                        () -> stall(upload, () -> blobs.uploads.append(upload, OptionalLong.of(0), body(bytes)), LATE))
                .isInstanceOf(UploadMovedException.class);
        blobs.uploads.finish(upload, digest(bytes), OptionalLong.of(200), ByteSource.EMPTY);
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldNotBringBackTheBytesOfACancelledUpload() throws IOException {
        Upload upload = blobs.open(REPOSITORY);
        stalledUntil(upload, () -> blobs.uploads.cancel(upload));
        assertThat(blobs.store.length(Uploads.contentKey(upload.id()))).isEqualTo(-1);
    }

    @Test
    void shouldPublishNothingOfAWriterThatWasEndedInTheMiddle() throws IOException {
        byte[] bytes = random(200);
        Upload upload = blobs.open(REPOSITORY);
        assertThatThrownBy(() -> blobs.uploads.append(upload, OptionalLong.of(0), new ByteSource() {
                    private int pieces;

                    @Override
                    public ByteBuffer next() {
                        if (pieces++ == 1) {
                            blobs.uploads.finish(upload, digest(bytes), OptionalLong.of(0), body(bytes));
                        }
                        return pieces == 3 ? null : ByteBuffer.wrap(LATE);
                    }
                }))
                .isInstanceOf(RegistryException.class);
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldDropWhatAnOvertakenWriterLeftBehindTheAcknowledgedBytes() throws IOException {
        byte[] bytes = random(200);
        Upload upload = blobs.open(REPOSITORY);
        blobs.uploads.append(upload, OptionalLong.of(0), body(bytes));
        Digest digest = digest(bytes);
        assertThatThrownBy(() -> blobs.uploads.append(upload, OptionalLong.of(200), new ByteSource() {
                    private int pieces;

                    @Override
                    public ByteBuffer next() {
                        if (pieces++ == 1) {
                            blobs.uploads.finish(upload, digest, OptionalLong.of(200), ByteSource.EMPTY);
                        }
                        return ByteBuffer.wrap(LATE);
                    }
                }))
                .isInstanceOf(RegistryException.class);
        assertThat(blobs.pulled(REPOSITORY, digest)).isEqualTo(bytes);
    }

    /** The look whether the upload is still its own has no answer, which must not pass for a body that broke off. */
    @Test
    void shouldNotTouchWhatAnotherWriterPublishedWhereTheDatabaseFails() throws IOException {
        byte[] bytes = random(200);
        Upload upload = blobs.open(REPOSITORY);
        assertThatThrownBy(() -> stall(
                        upload,
                        () -> {
                            blobs.uploads.finish(upload, digest(bytes), OptionalLong.of(0), body(bytes));
                            blobs.database.query("ALTER TABLE upload_session RENAME TO upload_session_away");
                        },
                        LATE))
                .isInstanceOf(RuntimeException.class);
        blobs.database.query("ALTER TABLE upload_session_away RENAME TO upload_session");
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    /** Takes the upload, stands still while {@code other} runs to its end, and then goes on with bytes of its own. */
    private static void stalledUntil(Upload upload, Runnable other) {
        assertThatThrownBy(() -> stall(upload, other, LATE)).isInstanceOf(RegistryException.class);
    }

    private static void stall(Upload upload, Runnable other, byte[] late) {
        ByteSource afterwards = body(late);
        boolean[] stalled = {false};
        blobs.uploads.append(upload, OptionalLong.empty(), () -> {
            if (!stalled[0]) {
                stalled[0] = true;
                other.run();
            }
            return afterwards.next();
        });
    }
}
