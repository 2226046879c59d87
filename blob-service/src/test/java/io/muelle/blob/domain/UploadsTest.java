package io.muelle.blob.domain;

import static io.muelle.blob.domain.BlobFixture.ANNA;
import static io.muelle.blob.domain.BlobFixture.INLINE_LIMIT;
import static io.muelle.blob.domain.BlobFixture.body;
import static io.muelle.blob.domain.BlobFixture.digest;
import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.blob.store.UploadSessionStore;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.http.BodyBrokenException;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("anna/app");
    private static final OptionalLong ANYWHERE = OptionalLong.empty();

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
    void shouldPutChunksTogether() throws IOException {
        byte[] bytes = random(500);
        Upload upload = blobs.open(REPOSITORY);
        assertThat(append(upload, 0, Arrays.copyOfRange(bytes, 0, 50)).size()).isEqualTo(50);
        assertThat(append(upload, 50, Arrays.copyOfRange(bytes, 50, 300)).size())
                .isEqualTo(300);
        assertThat(blobs.uploads.state(upload).size()).isEqualTo(300);
        finish(upload, digest(bytes), Arrays.copyOfRange(bytes, 300, 500));
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, INLINE_LIMIT, INLINE_LIMIT + 1, 200_000})
    void shouldKeepContentOfEverySize(int size) throws IOException {
        byte[] bytes = random(size);
        Upload upload = blobs.open(REPOSITORY);
        append(upload, 0, Arrays.copyOfRange(bytes, 0, size / 2));
        append(upload, size / 2, Arrays.copyOfRange(bytes, size / 2, size));
        finish(upload, digest(bytes));
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldKeepContentUpToTheInlineLimitInItsRow() {
        Digest small = blobs.upload(REPOSITORY, random(INLINE_LIMIT));
        Digest large = blobs.upload(REPOSITORY, random(INLINE_LIMIT + 1));
        assertThat(key(small)).isNull();
        assertThat(key(large)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 49, 51, 1_000})
    void shouldTellWhereTheUploadIsToWhoIsElsewhere(long start) {
        byte[] bytes = random(50);
        Upload upload = blobs.open(REPOSITORY);
        append(upload, 0, bytes);
        assertThatThrownBy(() -> append(upload, start, random(10)))
                .isInstanceOfSatisfying(
                        UploadMovedException.class,
                        moved -> assertThat(moved.state().size()).isEqualTo(50));
        assertThatThrownBy(() -> blobs.uploads.finish(upload, digest(bytes), OptionalLong.of(start), body(random(10))))
                .isInstanceOf(UploadMovedException.class);
        finish(upload, digest(bytes));
    }

    @Test
    void shouldKnowNoUploadOfAnotherAccountOrRepository() {
        Upload upload = blobs.open(REPOSITORY);
        Upload ofAnother = new Upload(REPOSITORY, Actor.user("berta"), upload.id());
        Upload elsewhere = new Upload(new RepositoryName("anna/other"), ANNA, upload.id());
        Upload ofAService = new Upload(REPOSITORY, new Actor(Actor.Kind.service, "anna"), upload.id());
        for (Upload foreign : new Upload[] {ofAnother, elsewhere, ofAService}) {
            assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, () -> blobs.uploads.state(foreign));
            assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, () -> append(foreign, 0, random(10)));
            assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, () -> finish(foreign, digest(random(10))));
            assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, () -> blobs.uploads.cancel(foreign));
        }
        assertThat(blobs.uploads.state(upload).size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 10_000})
    void shouldKeepWhatArrivedOfABodyThatBreaksOff(int arrived) throws IOException {
        byte[] bytes = random(20_000);
        Upload upload = blobs.open(REPOSITORY);
        assertThatThrownBy(() -> blobs.uploads.append(upload, ANYWHERE, breakingOff(Arrays.copyOf(bytes, arrived))))
                .isInstanceOf(BodyBrokenException.class);
        assertThat(blobs.uploads.state(upload).size()).isEqualTo(arrived);
        finish(upload, digest(bytes), Arrays.copyOfRange(bytes, arrived, 20_000));
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldPublishNothingOfALastBodyThatBreaksOff() {
        byte[] bytes = random(300);
        Upload upload = blobs.open(REPOSITORY);
        assertThatThrownBy(() -> blobs.uploads.finish(upload, digest(bytes), ANYWHERE, breakingOff(bytes)))
                .isInstanceOf(BodyBrokenException.class);
        assertThat(blobs.holds(REPOSITORY, digest(bytes))).isFalse();
        finish(upload, digest(bytes));
        assertThat(blobs.holds(REPOSITORY, digest(bytes))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 10_000})
    void shouldLeaveNothingOfContentWithAnotherDigest(int size) throws IOException {
        Digest expected = digest(random(size));
        byte[] bytes = random(size);
        Upload upload = blobs.open(REPOSITORY);
        assertRefused(ErrorCode.DIGEST_INVALID, () -> finish(upload, expected, bytes));
        assertThat(blobs.holds(REPOSITORY, expected)).isFalse();
        assertThat(blobs.holds(REPOSITORY, digest(bytes))).isFalse();
        assertThat(blobs.store.length(Uploads.contentKey(upload.id()))).isEqualTo(-1);
        assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, () -> blobs.uploads.state(upload));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 10_000})
    void shouldTakeTheDigestThatTheUploadEndsWith(int size) throws IOException {
        byte[] bytes = random(size);
        Digest sha512 = Digest.of(DigestAlgorithm.SHA512, bytes);
        Upload announced = blobs.uploads.open(REPOSITORY, ANNA, DigestAlgorithm.SHA512);
        append(announced, 0, bytes);
        finish(announced, sha512);
        assertThat(blobs.pulled(REPOSITORY, sha512)).isEqualTo(bytes);

        RepositoryName other = new RepositoryName("anna/other");
        Upload another = blobs.open(other);
        append(another, 0, bytes);
        finish(another, sha512);
        assertThat(blobs.pulled(other, sha512)).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseMoreThanABlobMayHave() {
        Upload upload = blobs.open(REPOSITORY);
        byte[] most = random((int) BlobFixture.MAX_SIZE);
        append(upload, 0, most);
        assertThatThrownBy(() -> append(upload, BlobFixture.MAX_SIZE, random(1)))
                .isInstanceOfSatisfying(RegistryException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.SIZE_INVALID);
                    assertThat(refused.status()).isEqualTo(413);
                });
        finish(upload, digest(most));
    }

    @Test
    void shouldForgetACancelledUpload() throws IOException {
        Upload upload = blobs.open(REPOSITORY);
        append(upload, 0, random(1_000));
        blobs.uploads.cancel(upload);
        assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, () -> blobs.uploads.state(upload));
        assertThat(blobs.store.length(Uploads.contentKey(upload.id()))).isEqualTo(-1);
    }

    @Test
    void shouldExpireOnlyWhatNobodyTouched() {
        Upload left = blobs.open(REPOSITORY);
        Upload used = blobs.open(REPOSITORY);
        blobs.clock.advance(Duration.ofHours(24));
        append(used, 0, random(10));
        var before = OffsetDateTime.now(blobs.clock).minusHours(23);
        assertThat(blobs.sessions.expire(before, 100))
                .extracting(UploadSessionStore.Left::contentKey)
                .contains(Uploads.contentKey(left.id()));
        assertRefused(ErrorCode.BLOB_UPLOAD_UNKNOWN, () -> append(left, 0, random(10)));
        assertThat(blobs.uploads.state(used).size()).isEqualTo(10);
    }

    /** As over a slow line, where a request lasts longer than an upload may rest. */
    @Test
    void shouldNotExpireWhatIsUnderWay() {
        byte[] bytes = random(1_000);
        Upload upload = blobs.open(REPOSITORY);
        ByteSource pieces = body(Arrays.copyOf(bytes, 500), Arrays.copyOfRange(bytes, 500, 1_000));
        ByteSource slow = () -> {
            blobs.clock.advance(Duration.ofHours(23));
            blobs.sessions.expire(OffsetDateTime.now(blobs.clock).minusHours(24), 100);
            return pieces.next();
        };

        blobs.uploads.append(upload, OptionalLong.of(0), slow);

        finish(upload, digest(bytes));
        assertThat(blobs.holds(REPOSITORY, digest(bytes))).isTrue();
    }

    @Test
    void shouldGoOnInAProcessThatHasNotSeenTheEarlierBytes() throws IOException {
        byte[] bytes = random(1_000);
        Upload upload = blobs.open(REPOSITORY);
        append(upload, 0, Arrays.copyOf(bytes, 500));
        Uploads afterRestart = blobs.anotherProcess();
        afterRestart.finish(upload, digest(bytes), OptionalLong.of(500), body(Arrays.copyOfRange(bytes, 500, 1_000)));
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldStoreContentOnceForTwoRepositories() throws IOException {
        byte[] bytes = random(1_000);
        RepositoryName other = new RepositoryName("berta/app");
        blobs.upload(REPOSITORY, bytes);
        Upload second = blobs.open(other);
        finish(second, digest(bytes), bytes);
        assertThat(blobs.column(
                        "SELECT 1 FROM content WHERE digest = $1", digest(bytes).toString()))
                .hasSize(1);
        assertThat(blobs.store.length(Uploads.contentKey(second.id()))).isEqualTo(-1);
        assertThat(blobs.pulled(other, digest(bytes))).isEqualTo(bytes);
    }

    private static UploadState append(Upload upload, long start, byte[] bytes) {
        return blobs.uploads.append(upload, OptionalLong.of(start), body(bytes));
    }

    private static void finish(Upload upload, Digest digest, byte[]... pieces) {
        blobs.uploads.finish(upload, digest, ANYWHERE, body(pieces));
    }

    private static Object key(Digest digest) {
        return blobs.column("SELECT key FROM content WHERE digest = $1", digest.toString())
                .getFirst();
    }

    private static ByteSource breakingOff(byte[] arrived) {
        ByteSource pieces = body(arrived);
        return () -> {
            var next = pieces.next();
            if (next == null) {
                throw new BodyBrokenException("The client went away.");
            }
            return next;
        };
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RegistryException.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }
}
