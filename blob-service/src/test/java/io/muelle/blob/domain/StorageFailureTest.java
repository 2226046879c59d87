package io.muelle.blob.domain;

import static io.muelle.blob.domain.BlobFixture.body;
import static io.muelle.blob.domain.BlobFixture.digest;
import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.blob.store.BlobStore.FullException;
import io.muelle.blob.store.BlobStore.LostException;
import io.muelle.blob.store.BlobStore.TooManyPiecesException;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full or broken: the protocol's error, and the upload goes on once the disk is well. */
class StorageFailureTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("anna/app");

    private static BlobFixture blobs;
    private static FaultyStore disk;

    private final byte[] bytes = random(2_000);
    private Upload upload;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        blobs = new BlobFixture(folder, store -> disk = new FaultyStore(store));
    }

    @AfterAll
    static void stop() {
        blobs.close();
    }

    @BeforeEach
    void uploadTheFirstHalf() {
        disk.nearlyFull = false;
        disk.failure = null;
        upload = blobs.open(REPOSITORY);
        blobs.uploads.append(upload, OptionalLong.of(0), body(Arrays.copyOf(bytes, 1_000)));
    }

    @Test
    void shouldTakeNoMoreWhenTheDiskIsNearlyFull() throws IOException {
        disk.nearlyFull = true;
        assertRefused(ErrorCode.STORAGE_FULL, 507, this::appendTheSecondHalf);
        assertThatTheUploadGoesOn();
    }

    @Test
    void shouldTellWhenTheDiskBecomesFull() throws IOException {
        disk.failure = new FullException(new IOException("No space left on device"));
        assertRefused(ErrorCode.STORAGE_FULL, 507, this::appendTheSecondHalf);
        assertRefused(ErrorCode.STORAGE_FULL, 507, this::finishWithTheSecondHalf);
        assertThatTheUploadGoesOn();
    }

    @Test
    void shouldAskToTryAgainWhenTheDiskFails() throws IOException {
        disk.failure = new IOException("Input/output error");
        assertRefused(ErrorCode.UNAVAILABLE, 503, this::appendTheSecondHalf);
        assertRefused(ErrorCode.UNAVAILABLE, 503, this::finishWithTheSecondHalf);
        assertThatTheUploadGoesOn();
    }

    /** Which says nothing of where it is: what the failed request had written must not count. */
    @Test
    void shouldGoOnWithoutARangeWhereTheDiskFailed() throws IOException {
        disk.failure = new IOException("Input/output error");
        assertRefused(ErrorCode.UNAVAILABLE, 503, this::appendTheSecondHalf);
        disk.failure = null;
        blobs.uploads.finish(
                upload, digest(bytes), OptionalLong.empty(), body(Arrays.copyOfRange(bytes, 1_000, 2_000)));
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldBeginAnewWhereTheStoreHasLostTheUpload() {
        disk.failure = new LostException("in a test");
        assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, 404, this::appendTheSecondHalf);
        assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, 404, () -> blobs.uploads.state(upload));
    }

    @Test
    void shouldSayThatPiecesAreTooSmall() throws IOException {
        disk.failure = new TooManyPiecesException(10_000);
        assertRefused(ErrorCode.SIZE_INVALID, 413, this::appendTheSecondHalf);
        assertThatTheUploadGoesOn();
    }

    @Test
    void shouldTellOfTheDigestThoughTheBytesCannotBeRemoved() {
        blobs.uploads.append(upload, OptionalLong.of(1_000), body(Arrays.copyOfRange(bytes, 1_000, 2_000)));
        disk.failure = new IOException("Input/output error");
        assertRefused(
                ErrorCode.DIGEST_INVALID,
                400,
                () -> blobs.uploads.finish(upload, digest(random(10)), OptionalLong.empty(), body()));
        assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, 404, () -> blobs.uploads.state(upload));
    }

    @Test
    void shouldEndAnUploadThoughTheBytesCannotBeRemoved() {
        disk.failure = new IOException("Input/output error");
        blobs.uploads.cancel(upload);
        assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, 404, () -> blobs.uploads.state(upload));
    }

    /** The database is on the same disk, and needs what is kept free. */
    @Test
    void shouldLeaveTheReserveThoughManyUploadAtOnce() {
        int mebibyte = 1024 * 1024;
        int many = 5;
        long room = 100L * mebibyte;
        ByteBuffer piece = ByteBuffer.allocate(256 * 1024);
        AtomicLong written = new AtomicLong();
        ByteSource endless = () -> {
            disk.nearlyFull = written.addAndGet(piece.remaining()) > room;
            return piece.duplicate();
        };
        List<AdmittedBody> bodies = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            bodies.add(new AdmittedBody(endless, disk, 0, Long.MAX_VALUE));
        }
        while (!bodies.isEmpty()) {
            bodies.removeIf(StorageFailureTest::isRefused);
        }
        assertThat(written.get()).isLessThan(room + many * 2L * mebibyte);
    }

    private static boolean isRefused(AdmittedBody body) {
        try {
            body.next();
            return false;
        } catch (RegistryException full) {
            return full.code() == ErrorCode.STORAGE_FULL;
        }
    }

    private void assertThatTheUploadGoesOn() throws IOException {
        disk.nearlyFull = false;
        disk.failure = null;
        assertThat(blobs.uploads.state(upload).size()).isEqualTo(1_000);
        finishWithTheSecondHalf();
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    private void appendTheSecondHalf() {
        blobs.uploads.append(upload, OptionalLong.of(1_000), body(Arrays.copyOfRange(bytes, 1_000, 2_000)));
    }

    private void finishWithTheSecondHalf() {
        blobs.uploads.finish(
                upload, digest(bytes), OptionalLong.of(1_000), body(Arrays.copyOfRange(bytes, 1_000, 2_000)));
    }

    private static void assertRefused(ErrorCode code, int status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RegistryException.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.status()).isEqualTo(status);
        });
    }
}
