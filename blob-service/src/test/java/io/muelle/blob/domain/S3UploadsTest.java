package io.muelle.blob.domain;

import static io.muelle.blob.domain.BlobFixture.body;
import static io.muelle.blob.domain.BlobFixture.digest;
import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.blob.store.s3.TestBucket;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.http.BodyBrokenException;
import io.muelle.platform.http.RegistryException;
import io.muelle.testsupport.TestS3;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What uploads leave in S3. */
class S3UploadsTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("anna/app");
    private static final int LARGE = 200_000;

    private TestBucket bucket;
    private BlobFixture blobs;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        bucket = new TestBucket(TestS3.MINIO.server());
        blobs = new BlobFixture(folder, unused -> bucket.store(false));
    }

    @AfterEach
    void stop() throws Exception {
        blobs.close();
        bucket.close();
    }

    @Test
    void shouldLeaveNothingOfContentThatHasAnotherDigest() throws Exception {
        Upload upload = blobs.open(REPOSITORY);
        Digest other = Digest.of(DigestAlgorithm.SHA512, random(10));

        assertThatThrownBy(() -> blobs.uploads.finish(upload, other, OptionalLong.empty(), body(random(LARGE))))
                .isInstanceOf(RegistryException.class);

        assertThat(bucket.held("")).isEmpty();
    }

    /** What a writer put beside the parts, whose row another has taken, nobody would find. */
    @Test
    void shouldLeaveNothingOfAWriterThatWasOvertaken() throws Exception {
        Upload upload = blobs.open(REPOSITORY);
        AtomicInteger pieces = new AtomicInteger();
        ByteSource overtaken = () -> {
            if (pieces.incrementAndGet() == 2) {
                blobs.anotherProcess().append(upload, OptionalLong.of(0), body(random(10)));
            }
            return pieces.get() > 2 ? null : ByteBuffer.wrap(random(LARGE));
        };

        assertThatThrownBy(() -> blobs.uploads.append(upload, OptionalLong.of(0), overtaken))
                .isInstanceOf(UploadMovedException.class);
        blobs.uploads.cancel(upload);

        assertThat(bucket.held("")).isEmpty();
    }

    /** Its client had given up waiting for a body that never came, and ended the upload without. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepWhatWasAcknowledgedBeforeAWriterWasOvertaken(boolean breaksOff) throws Exception {
        byte[] bytes = random(LARGE);
        Upload upload = blobs.open(REPOSITORY);
        blobs.uploads.append(upload, OptionalLong.of(0), body(bytes));
        ByteSource stalled = () -> {
            blobs.anotherProcess().finish(upload, digest(bytes), OptionalLong.empty(), body());
            if (breaksOff) {
                throw new BodyBrokenException("in a test");
            }
            return null;
        };

        assertThatThrownBy(() -> blobs.uploads.append(upload, OptionalLong.empty(), stalled))
                .isInstanceOf(RuntimeException.class);

        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldWriteNothingAgainWhenTheClosingRequestHasNoBody() throws Exception {
        byte[] bytes = random(LARGE);
        Upload upload = blobs.open(REPOSITORY);
        blobs.uploads.append(upload, OptionalLong.of(0), body(bytes));
        List<String> held = bucket.held("");

        blobs.uploads.finish(upload, digest(bytes), OptionalLong.empty(), ByteSource.of(new byte[0]));

        assertThat(bucket.held("")).isEqualTo(held);
        assertThat(blobs.holds(REPOSITORY, digest(bytes))).isTrue();
    }
}
