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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallUploadsTest {
    private static final RepositoryName APP = new RepositoryName("anna/app");
    private static final OptionalLong ANYWHERE = OptionalLong.empty();
    private static final int MANY = 8;

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

    /** No row would tell of what he writes. */
    @Test
    void shouldEndWhoIsStillWritingToTheUpload() throws IOException {
        byte[] bytes = random(60);
        Upload upload = blobs.open(APP);
        AtomicInteger pieces = new AtomicInteger();
        ByteSource endedInTheMiddle = () -> {
            if (pieces.incrementAndGet() == 2) {
                blobs.uploads.forget(upload);
                assertThat(blobs.smallUploads.finish(upload, digest(bytes), ANYWHERE, bytes))
                        .isTrue();
            }
            return pieces.get() > 3 ? null : ByteBuffer.wrap(random(1_000));
        };

        assertThatThrownBy(() -> blobs.uploads.append(upload, OptionalLong.of(0), endedInTheMiddle))
                .isInstanceOf(RegistryException.class);

        assertThat(blobs.pulled(APP, digest(bytes))).isEqualTo(bytes);
        try (Stream<Path> all = Files.walk(folder.resolve("content"))) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
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

    @Test
    void shouldTellOfEachRepositoryOnce() throws IOException {
        byte[] bytes = random(60);
        RepositoryName other = new RepositoryName("anna/other");
        for (RepositoryName repository : List.of(APP, APP, other)) {
            assertThat(blobs.smallUploads.finish(blobs.open(repository), digest(bytes), ANYWHERE, bytes))
                    .isTrue();
        }

        assertThat(blobs.pulled(other, digest(bytes))).isEqualTo(bytes);
        assertThat(blobs.column("SELECT key FROM outbox ORDER BY position")).containsExactly("anna/app", "anna/other");
        assertThat(blobs.column("SELECT count(*) FROM content")).containsExactly(1L);
        assertThat(blobs.column("SELECT count(*) FROM upload_session")).containsExactly(0L);
        assertThat(blobs.column("SELECT count(*) FROM link_review")).containsExactly(3L);
    }

    @Test
    void shouldReviveCondemnedContent() throws IOException {
        byte[] bytes = random(60);
        blobs.smallUploads.put(new RepositoryName("anna/other"), ANNA, digest(bytes), bytes);
        blobs.database.query("UPDATE content SET state = 'condemned', condemned_at = now()");

        assertThat(blobs.smallUploads.finish(blobs.open(APP), digest(bytes), ANYWHERE, bytes))
                .isTrue();

        assertThat(blobs.pulled(APP, digest(bytes))).isEqualTo(bytes);
        assertThat(blobs.column("SELECT state FROM content")).containsExactly("stored");
        assertThat(blobs.column("SELECT number FROM content")).containsExactly(1);
    }

    @Test
    void shouldStoreAnewWhatIsBeingDeleted() throws IOException {
        byte[] bytes = random(60);
        blobs.smallUploads.put(new RepositoryName("anna/other"), ANNA, digest(bytes), bytes);
        blobs.database.query("UPDATE content SET state = 'deleting'");

        assertThat(blobs.smallUploads.finish(blobs.open(APP), digest(bytes), ANYWHERE, bytes))
                .isTrue();

        assertThat(blobs.pulled(APP, digest(bytes))).isEqualTo(bytes);
        assertThat(blobs.column("SELECT state FROM content ORDER BY id")).containsExactly("deleting", "stored");
    }

    @Test
    void shouldLetOneOfManyEndAnUpload() throws Exception {
        byte[] bytes = random(60);
        Upload upload = blobs.open(APP);

        assertThat(atOnce(i -> blobs.smallUploads.finish(upload, digest(bytes), ANYWHERE, bytes)))
                .containsOnlyOnce(true);

        assertThat(blobs.pulled(APP, digest(bytes))).isEqualTo(bytes);
        assertThat(blobs.column("SELECT type FROM outbox")).containsExactly("io.muelle.blob.uploaded");
    }

    @Test
    void shouldStoreOnceWhatManyBringAtOnce() throws Exception {
        byte[] bytes = random(60);
        List<Upload> uploads = IntStream.range(0, MANY)
                .mapToObj(i -> blobs.open(new RepositoryName("anna/app" + i)))
                .toList();

        assertThat(atOnce(i -> blobs.smallUploads.finish(uploads.get(i), digest(bytes), ANYWHERE, bytes)))
                .containsOnly(true);

        assertThat(blobs.column("SELECT count(*) FROM content")).containsExactly(1L);
        assertThat(blobs.column("SELECT count(*) FROM link")).containsExactly((long) MANY);
        assertThat(blobs.column("SELECT count(*) FROM outbox")).containsExactly((long) MANY);
    }

    private static List<Boolean> atOnce(IntPredicate each) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running = IntStream.range(0, MANY)
                    .mapToObj(i -> threads.submit(() -> each.test(i)))
                    .toList();
            List<Boolean> answers = new ArrayList<>();
            for (Future<Boolean> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
