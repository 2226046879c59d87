package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that no client sends: without an end, with a wrong one, or broken off. */
class RawBodyTest {
    private static final Registry REGISTRY = Registry.shared();
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final int MEBIBYTE = 1 << 20;
    private static Bystander bystander;

    private final Repository repository = Repository.fresh(REGISTRY);

    @BeforeAll
    static void pushBystander() {
        bystander = Bystander.pushed(REGISTRY);
    }

    @AfterEach
    void shouldHarmNothing() {
        bystander.shouldBeUnharmed();
    }

    static Stream<String> badChunks() {
        return Stream.of(
                "x\r\nabc\r\n0\r\n\r\n",
                "-3\r\nabc\r\n0\r\n\r\n",
                "+3\r\nabc\r\n0\r\n\r\n",
                "0x3\r\nabc\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n",
                "7FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n",
                "3\r\nabcdef\r\n0\r\n\r\n",
                "\r\nabc\r\n0\r\n\r\n",
                "3;" + "x".repeat(100_000) + "\r\nabc\r\n0\r\n\r\n");
    }

    /** What came before the nonsense may be kept, since an upload can be resumed; the nonsense never is. */
    @ParameterizedTest
    @MethodSource("badChunks")
    void shouldNotTakeBadChunksForContent(String chunks) {
        String location = repository.open();

        Optional<RawConnection.Answer> answer = exchange(head("PATCH", location, CHUNKED) + chunks);

        answer.ifPresent(
                refused -> assertThat(refused.status()).as(refused.toString()).isBetween(400, 499));
        assertThat(repository.client().get(location).expect(204).header("Range"))
                .isIn("0-0", "0-2");
    }

    @ParameterizedTest
    @MethodSource("badChunks")
    void shouldNotStoreAManifestOfBadChunks(String chunks) {
        Optional<RawConnection.Answer> answer =
                exchange(head("PUT", repository.path("manifests/latest"), CHUNKED) + chunks);

        answer.ifPresent(
                refused -> assertThat(refused.status()).as(refused.toString()).isBetween(400, 499));
        repository.getManifest("latest").expect(404);
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 500000,''", "Transfer-Encoding: chunked,'7A120\r\n'"})
    void shouldGoOnAfterABodyThatBroke(String framing, String begin) {
        String location = repository.open();
        byte[] content = Image.randomBytes(500_000);
        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(head("PATCH", location, framing + "\r\n") + begin);
            connection.send(Arrays.copyOf(content, 400_000));
            connection.endOutput();
            connection.answer();
        }

        Eventually.until("the rest is taken", () -> goOn(location, content).status() == 202);

        repository.finish(location, Image.digest(content), new byte[0]).expect(201);
    }

    /** Sends what is missing, as far as the registry says; the writer that broke off may still be at it. */
    private Response goOn(String location, byte[] content) {
        String range = repository.client().get(location).expect(204).header("Range");
        int last = Integer.parseInt(range.substring(2));
        int next = last == 0 ? 0 : last + 1;
        byte[] rest = Arrays.copyOfRange(content, next, content.length);
        return repository.patch(location, rest, "Content-Range", next + "-" + (content.length - 1));
    }

    @Test
    void shouldNotPublishABlobThatBrokeOff() {
        byte[] content = Image.randomBytes(2000);
        String closing = repository.open() + "?digest=" + Image.digest(content);
        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(head("PUT", closing, "Content-Length: 2001\r\n"));
            connection.send(content);
            connection.endOutput();
            assertThat(connection.answer().map(RawConnection.Answer::status).orElse(400))
                    .isBetween(400, 499);
        }

        repository.get("blobs/" + Image.digest(content)).expectError(404, "BLOB_UNKNOWN");
    }

    @Test
    void shouldNotStoreAManifestThatBrokeOff() {
        byte[] manifest = bystander.image().manifest();
        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(head(
                    "PUT",
                    bystander.repository().path("manifests/untouched"),
                    "Content-Length: " + (manifest.length + 1) + "\r\n"));
            connection.send(manifest);
            connection.endOutput();
            connection.answer();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifests/latest", "manifests/sha256:abc"})
    void shouldEndAnEndlessManifest(String reference) {
        assertThat(sendWithoutEnd(head("PUT", repository.path(reference), CHUNKED)))
                .isEqualTo(413);
        repository.get("tags/list").expect(404);
    }

    /** Nobody reads such a body, and it does not keep the answer waiting. */
    @ParameterizedTest
    @ValueSource(strings = {"tags/list", "blobs/sha256:abc", "blobs/uploads/nonsense", "nonsense"})
    void shouldEndAnEndlessBodyThatNobodyWants(String rest) {
        assertThat(sendWithoutEnd(head("PATCH", repository.path(rest), CHUNKED)))
                .isBetween(400, 499);
    }

    @ParameterizedTest
    @CsvSource({"POST,/token,413", "PUT,/api/v1/users/someone,411", "POST,/v2/,405"})
    void shouldEndAnEndlessBodyElsewhere(String method, String path, int status) {
        assertThat(sendWithoutEnd(head(method, path, CHUNKED))).isEqualTo(status);
    }

    /** A refused stranger's body is not let in. */
    @Test
    void shouldAnswerAnExpectationOnlyToWhoMayPush() {
        String path = repository.path("blobs/uploads/?digest=" + Image.digest(new byte[3]));
        String expecting = "Content-Length: 3\r\nExpect: 100-continue\r\n";
        String stranger = "POST " + path + " HTTP/1.1\r\nHost: " + REGISTRY.authority() + "\r\n" + expecting + "\r\n";

        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(stranger);
            assertThat(connection.line()).startsWith("HTTP/1.1 401");
        }
        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(head("POST", path, expecting));
            assertThat(connection.line()).startsWith("HTTP/1.1 100");
            assertThat(connection.line()).isEmpty();
            connection.send(new byte[3]);
            assertThat(connection.answer().orElseThrow().status()).isEqualTo(201);
        }
    }

    /** Sends chunks until there is an answer, and returns its status. */
    private static int sendWithoutEnd(String head) {
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(head);
            for (long sent = 0; !connection.answered(); sent += chunk.length) {
                assertThat(sent).as("bytes sent without an answer").isLessThan(64L * MEBIBYTE);
                if (!connection.send(chunk)) {
                    break;
                }
            }
            return connection.answer().orElseThrow().status();
        }
    }

    private static Optional<RawConnection.Answer> exchange(String request) {
        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(request);
            return connection.answer();
        }
    }

    private static String head(String method, String path, String headers) {
        String credentials = "admin:" + REGISTRY.password();
        return method + ' ' + path + " HTTP/1.1\r\nHost: " + REGISTRY.authority() + "\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))
                + "\r\nContent-Type: " + Image.MEDIA_TYPE + "\r\n" + headers + "\r\n";
    }
}
