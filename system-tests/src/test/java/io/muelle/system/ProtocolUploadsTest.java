package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads from POST to PUT (end-4, end-5, end-6, end-13, end-14). */
class ProtocolUploadsTest {
    private static final int SIZE = 20_000;
    private static final byte[] NOTHING = {};

    private final Repository repository = Repository.fresh(Registry.shared());
    private final byte[] content = Image.randomBytes(SIZE);
    private final Digest digest = Image.digest(content);

    @Test
    void shouldOpenAnUpload() {
        Response opened = repository.send("POST", "blobs/uploads/").expect(202);

        String session = opened.header("Docker-Upload-UUID");
        assertThat(opened.headers().allValues("Location")).hasSize(1);
        assertThat(opened.header("Location")).endsWith("/v2/" + repository.name() + "/blobs/uploads/" + session);
        assertThat(opened.header("Range")).isEqualTo("0-0");
        assertThat(opened.header("Content-Length")).isEqualTo("0");
        assertThat(opened.body()).isEmpty();
    }

    @Test
    void shouldTakeABlobInOnePost() {
        Response made = repository
                .client()
                .send(
                        "POST",
                        repository.path("blobs/uploads/?digest=" + digest),
                        BodyPublishers.ofByteArray(content),
                        "Content-Type",
                        "application/octet-stream");

        shouldBeThere(made);
    }

    @Test
    void shouldTakeABlobInOnePut() {
        shouldBeThere(repository.finish(repository.open(), digest, content));
    }

    /** As docker sends it: the body in chunks of HTTP, without a length. */
    @Test
    void shouldTakeAStreamOfUnknownLength() {
        Response patched = repository
                .client()
                .send(
                        "PATCH",
                        repository.open(),
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)),
                        "Content-Type",
                        "application/octet-stream")
                .expect(202);

        assertThat(patched.header("Range")).isEqualTo("0-" + (SIZE - 1));
        assertThat(patched.header("Content-Length")).isEqualTo("0");
        assertThat(patched.header("Docker-Upload-UUID")).isNotBlank();
        shouldBeThere(repository.finish(patched.header("Location"), digest, NOTHING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%d-%d", "bytes %d-%d/*", "bytes=%d-%d"})
    void shouldTakeChunksInOrder(String range) {
        String location = repository.open();
        for (int first = 0; first < SIZE; first += 5000) {
            byte[] chunk = Arrays.copyOfRange(content, first, first + 5000);
            Response patched = repository
                    .patch(location, chunk, "Content-Range", range.formatted(first, first + 4999))
                    .expect(202);
            location = patched.header("Location");
            assertThat(patched.header("Range")).isEqualTo("0-" + (first + 4999));
            shouldBeAt(location, first + 4999);
        }

        shouldBeThere(repository.finish(location, digest, NOTHING));
    }

    @Test
    void shouldTakeTheLastChunkWithThePut() {
        String location = repository
                .patch(repository.open(), Arrays.copyOf(content, 5000), "Content-Range", "0-4999")
                .expect(202)
                .header("Location");
        byte[] rest = Arrays.copyOfRange(content, 5000, SIZE);

        shouldBeThere(repository.finish(location, digest, rest, "Content-Range", "5000-" + (SIZE - 1)));
    }

    @ParameterizedTest
    @CsvSource({"0-4999", "4999-9998", "5001-10000", "100000-104999"})
    void shouldRefuseAChunkOutOfOrder(String range) {
        String location = opened(5000);
        byte[] chunk = Arrays.copyOf(content, 5000);

        for (Response refused : new Response[] {
            repository.patch(location, chunk, "Content-Range", range),
            repository.finish(location, digest, chunk, "Content-Range", range)
        }) {
            refused.expectError(416, "RANGE_INVALID");
            assertThat(refused.header("Range")).isEqualTo("0-4999");
            assertThat(refused.header("Location")).isEqualTo(location);
        }

        shouldBeThere(repository.finish(location, digest, Arrays.copyOfRange(content, 5000, SIZE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-b",
                "5000",
                "9-1",
                "5000-5001",
                "-1-4",
                "bytes 5000-",
                "99999999999999999999-999999999999999999999"
            })
    void shouldRefuseARangeThatIsNone(String range) {
        String location = opened(5000);

        repository
                .patch(location, Arrays.copyOf(content, 5000), "Content-Range", range)
                .expectError(400, "BLOB_UPLOAD_INVALID");

        shouldBeAt(location, 4999);
    }

    @Test
    void shouldForgetABlobOfAnotherDigest() {
        String location = opened(5000);
        Digest other = Image.digest(Image.randomBytes(8));

        repository.finish(location, other, NOTHING).expectError(400, "DIGEST_INVALID");

        repository.client().get(location).expectError(404, "BLOB_UPLOAD_UNKNOWN");
        repository.get("blobs/" + other).expectError(404, "BLOB_UNKNOWN");
        repository.get("blobs/" + Image.digest(Arrays.copyOf(content, 5000))).expectError(404, "BLOB_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?digest=",
                "?digest=sha256:abc",
                "?digest=md5:d41d8cd98f00b204e9800998ecf8427e",
                "?digest=%00"
            })
    void shouldRefuseAnEndWithoutADigest(String query) {
        String location = opened(5000);

        repository.client().send("PUT", location + query).expectError(400, "DIGEST_INVALID");

        shouldBeAt(location, 4999);
    }

    @Test
    void shouldEndByAnotherAlgorithmThanItBegan() {
        Digest sha512 = Digest.of(DigestAlgorithm.SHA512, content);

        repository.finish(opened(SIZE), sha512, NOTHING).expect(201);

        assertThat(repository.get("blobs/" + sha512).expect(200).body()).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({"sha256,202", "sha512,202", "md5,400", "'',400"})
    void shouldBeToldWhichAlgorithmWillFollow(String algorithm, int status) {
        Response opened = repository.send("POST", "blobs/uploads/?digest-algorithm=" + algorithm);

        if (status == 202) {
            Digest end = Digest.of(DigestAlgorithm.ofLabel(algorithm).orElseThrow(), content);
            repository
                    .finish(opened.expect(202).header("Location"), end, content)
                    .expect(201);
        } else {
            opened.expectError(400, "DIGEST_INVALID");
        }
    }

    @Test
    void shouldCancel() {
        String location = opened(5000);

        repository.client().send("DELETE", location).expect(204);

        shouldBeUnknown(location);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "not-a-session", "00000000-0000-0000-0000-000000000000", "%2e%2e", "a%2fb"})
    void shouldNotKnowAnUploadThatWasNeverOpened(String session) {
        shouldBeUnknown(repository.path("blobs/uploads/" + session));
    }

    @Test
    void shouldNotKnowAnUploadOfAnotherRepository() {
        String session = opened(5000).replaceAll(".*/", "");
        Repository other = Repository.fresh(Registry.shared());

        shouldBeUnknown(other.path("blobs/uploads/" + session));
        shouldBeAt(repository.path("blobs/uploads/" + session), 4999);
    }

    @Test
    void shouldNotKnowAnUploadThatEnded() {
        String location = repository.open();
        repository.finish(location, digest, content).expect(201);

        shouldBeUnknown(location);
    }

    @Test
    void shouldLetOneOfTwoWritersIn() {
        String location = repository.open();
        List<byte[]> chunks = List.of(Image.randomBytes(SIZE), Image.randomBytes(SIZE));

        List<CompletableFuture<Response>> writers = chunks.stream()
                .map(chunk -> CompletableFuture.supplyAsync(
                        () -> repository.patch(location, chunk, "Content-Range", "0-" + (SIZE - 1))))
                .toList();
        List<Integer> statuses =
                writers.stream().map(writer -> writer.join().status()).toList();

        assertThat(statuses).containsExactlyInAnyOrder(202, 416);
        byte[] winner = chunks.get(statuses.indexOf(202));
        repository.finish(location, Image.digest(winner), NOTHING).expect(201);
        assertThat(repository.get("blobs/" + Image.digest(winner)).expect(200).body())
                .isEqualTo(winner);
    }

    @Test
    void shouldTakeTheSameBlobTwice() {
        repository.pushBlob(content);

        shouldBeThere(repository.finish(repository.open(), digest, content));
    }

    /** An upload that holds so many bytes of the content. */
    private String opened(int size) {
        return repository
                .patch(repository.open(), Arrays.copyOf(content, size))
                .expect(202)
                .header("Location");
    }

    private void shouldBeAt(String location, int last) {
        Response state = repository.client().get(location).expect(204);
        assertThat(state.header("Range")).isEqualTo("0-" + last);
        assertThat(state.header("Location")).isEqualTo(location);
        assertThat(state.header("Docker-Upload-UUID")).isEqualTo(location.replaceAll(".*/", ""));
    }

    private void shouldBeThere(Response made) {
        made.expect(201);
        assertThat(made.header("Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(made.headers().allValues("Location")).hasSize(1);
        assertThat(repository.client().get(made.header("Location")).expect(200).body())
                .isEqualTo(content);
    }

    private void shouldBeUnknown(String location) {
        Stream.of("GET", "PATCH", "DELETE")
                .forEach(method -> repository.client().send(method, location).expectError(404, "BLOB_UPLOAD_UNKNOWN"));
        repository.finish(location, digest, content).expectError(404, "BLOB_UPLOAD_UNKNOWN");
    }
}
