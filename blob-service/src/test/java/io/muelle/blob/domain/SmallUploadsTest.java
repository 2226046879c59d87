package io.muelle.blob.domain;

import static io.muelle.blob.domain.BlobFixture.ANNA;
import static io.muelle.blob.domain.BlobFixture.body;
import static io.muelle.blob.domain.BlobFixture.digest;
import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.http.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallUploadsTest {
    private static final RepositoryName APP = new RepositoryName("anna/app");
    private static final OptionalLong ANYWHERE = OptionalLong.empty();

    @TempDir
    private Path folder;

    private BlobFixture blobs;

    @BeforeEach
    void start() throws IOException {
        blobs = new BlobFixture(folder);
    }

    @AfterEach
    void stop() {
        blobs.close();
    }

    @Test
    void shouldPublishABodyAndEndItsUpload() throws IOException {
        byte[] bytes = random(60);
        Upload upload = blobs.open(APP);

        assertThat(blobs.smallUploads.finish(upload, digest(bytes), ANYWHERE, bytes))
                .isTrue();

        assertThat(blobs.pulled(APP, digest(bytes))).isEqualTo(bytes);
        assertThat(blobs.column("SELECT type FROM outbox")).containsExactly("io.muelle.blob.uploaded");
        assertThatThrownBy(() -> blobs.uploads.state(upload)).isInstanceOf(RegistryException.class);
        assertThat(blobs.smallUploads.finish(upload, digest(bytes), ANYWHERE, bytes))
                .isFalse();
    }

    @Test
    void shouldPublishWhatCameBeforeWithTheBody() throws IOException {
        byte[] bytes = random(60);
        Upload upload = blobs.open(APP);
        blobs.uploads.append(upload, ANYWHERE, body(Arrays.copyOf(bytes, 40)));
        byte[] rest = Arrays.copyOfRange(bytes, 40, 60);

        assertThat(blobs.smallUploads.finish(upload, digest(bytes), OptionalLong.of(40), rest))
                .isTrue();

        assertThat(blobs.pulled(APP, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldDoNothingForWhoIsElsewhere() {
        byte[] bytes = random(60);
        Upload upload = blobs.open(APP);

        assertThat(blobs.smallUploads.finish(upload, digest(bytes), OptionalLong.of(1), bytes))
                .isFalse();

        assertThat(blobs.uploads.state(upload).size()).isZero();
        assertThat(blobs.holds(APP, digest(bytes))).isFalse();
    }

    @Test
    void shouldDoNothingForAnotherAccount() {
        byte[] bytes = random(60);
        Upload annas = blobs.open(APP);
        Upload bens = new Upload(APP, Actor.user("ben"), annas.id());

        assertThat(blobs.smallUploads.finish(bens, digest(bytes), ANYWHERE, bytes))
                .isFalse();

        assertThat(blobs.uploads.state(annas).size()).isZero();
    }

    @Test
    void shouldLeaveToTheStoreWhatIsNotSmallWithWhatCameBefore() {
        byte[] bytes = random(BlobFixture.INLINE_LIMIT + 1);
        Upload upload = blobs.open(APP);
        blobs.uploads.append(upload, ANYWHERE, body(Arrays.copyOf(bytes, bytes.length - 10)));
        byte[] rest = Arrays.copyOfRange(bytes, bytes.length - 10, bytes.length);

        assertThat(blobs.smallUploads.finish(upload, digest(bytes), ANYWHERE, rest))
                .isFalse();

        assertThat(blobs.uploads.state(upload).size()).isEqualTo(bytes.length - 10L);
    }

    @Test
    void shouldLeaveNothingOfContentWithAnotherDigest() {
        Digest other = digest(random(5));
        Upload upload = blobs.open(APP);

        assertThatThrownBy(() -> blobs.smallUploads.finish(upload, other, ANYWHERE, random(60)))
                .isInstanceOfSatisfying(RegistryException.class, refused -> assertThat(refused.status())
                        .isEqualTo(400));

        assertThatThrownBy(() -> blobs.uploads.state(upload)).isInstanceOf(RegistryException.class);
        assertThat(blobs.holds(APP, other)).isFalse();
    }

    @Test
    void shouldPublishWithoutAnUpload() throws IOException {
        byte[] bytes = random(60);
        Digest sha512 = Digest.of(DigestAlgorithm.SHA512, bytes);

        blobs.smallUploads.put(APP, ANNA, digest(bytes), bytes);
        blobs.smallUploads.put(APP, ANNA, sha512, bytes);

        assertThat(blobs.pulled(APP, digest(bytes))).isEqualTo(bytes);
        assertThat(blobs.pulled(APP, sha512)).isEqualTo(bytes);
        assertThatThrownBy(() -> blobs.smallUploads.put(APP, ANNA, digest(bytes), random(60)))
                .isInstanceOfSatisfying(RegistryException.class, refused -> assertThat(refused.status())
                        .isEqualTo(400));
    }

    @Test
    void shouldTellOnceOfWhatIsUploadedTwiceAndStoreItOnce() {
        byte[] bytes = random(60);
        blobs.smallUploads.put(APP, ANNA, digest(bytes), bytes);
        blobs.smallUploads.put(APP, ANNA, digest(bytes), bytes);

        assertThat(blobs.column("SELECT type FROM outbox")).containsExactly("io.muelle.blob.uploaded");
        assertThat(blobs.column("SELECT count(*) FROM content")).containsExactly(1L);
    }
}
