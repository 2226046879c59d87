package io.muelle.blob.api;

import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.blob.domain.BlobFixture;
import io.muelle.blob.domain.FaultyStore;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.path.RegistryPath.Blob;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls of blobs over HTTP; small ones come from their row, large ones from the folder. */
class BlobDownloadsTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("anna/app");
    private static final int LARGE = 2_000;

    private static final Vertx VERTX = Vertx.vertx();
    private static BlobFixture blobs;
    private static FaultyStore disk;
    private static HttpServer server;

    @TempDir
    static Path folder;

    private final byte[] bytes = random(LARGE);

    @BeforeAll
    static void start() throws Exception {
        blobs = new BlobFixture(folder, store -> disk = new FaultyStore(store));
        BlobDownloads downloads = new BlobDownloads(blobs.reader, blobs.store, BlobFixture.LEASE, blobs.clock);
        Router router = Router.router(VERTX);
        router.get("/:digest")
                .handler(context ->
                        downloads.get(context, new Blob(REPOSITORY, Digest.parse(context.pathParam("digest")))));
        server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
        blobs.close();
    }

    @AfterEach
    void mendTheDisk() {
        disk.failure = null;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, LARGE})
    void shouldSendTheWholeBlob(int size) throws Exception {
        byte[] whole = Arrays.copyOf(bytes, size);
        Digest digest = blobs.upload(REPOSITORY, whole);
        HttpResponse<byte[]> response = get(digest, "Accept", "*/*");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(whole);
        assertThat(header(response, "Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(header(response, "Content-Length")).isEqualTo(Integer.toString(size));
        assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(response, "Content-Type")).isEqualTo("application/octet-stream");
    }

    @ParameterizedTest
    @CsvSource({"20, 5-9, 5, 10", "2000, 500-1499, 500, 1500", "2000, -500, 1500, 2000", "2000, 1999-3000, 1999, 2000"})
    void shouldSendAPart(int size, String range, int from, int to) throws Exception {
        byte[] whole = Arrays.copyOf(bytes, size);
        HttpResponse<byte[]> response = get(blobs.upload(REPOSITORY, whole), "Range", "bytes=" + range);
        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(whole, from, to));
        assertThat(header(response, "Content-Range")).isEqualTo("bytes " + from + '-' + (to - 1) + '/' + size);
    }

    @Test
    void shouldRefuseAPartThatIsNotThere() throws Exception {
        HttpResponse<byte[]> response = get(blobs.upload(REPOSITORY, bytes), "Range", "bytes=2000-");
        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(header(response, "Content-Range")).isEqualTo("bytes */2000");
        assertThat(new String(response.body())).contains("RANGE_INVALID");
    }

    @Test
    void shouldSendTheWholeWhenThePartIsOfSomethingElse() throws Exception {
        Digest digest = blobs.upload(REPOSITORY, bytes);
        HttpResponse<byte[]> response = get(digest, "Range", "bytes=0-9", "If-Range", "\"another\"");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(bytes);
    }

    @Test
    void shouldSendNothingToWhoHasItAlready() throws Exception {
        Digest digest = blobs.upload(REPOSITORY, bytes);
        HttpResponse<byte[]> response = get(digest, "If-None-Match", "\"another\", W/\"" + digest + '"');
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void shouldAnswerWithTheProtocolsErrorWhenTheDiskFails() throws Exception {
        Digest digest = blobs.upload(REPOSITORY, bytes);
        disk.failure = new IOException("Input/output error");
        HttpResponse<byte[]> response = get(digest, "Range", "bytes=0-9");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new String(response.body())).contains("UNAVAILABLE");
    }

    /** Else the client would take the next answer for the rest of this one. */
    @Test
    @Timeout(30)
    void shouldAnnounceNoMoreThanTheDiskHolds() throws Exception {
        Digest digest = blobs.upload(REPOSITORY, bytes);
        Path file = folder.resolve(blobs.found(REPOSITORY, digest).key());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes.length - 1);
        }

        assertThat(get(digest, "Accept", "*/*").statusCode()).isEqualTo(503);
        assertThat(get(digest, "Range", "bytes=0-9").statusCode()).isEqualTo(206);
    }

    @Test
    void shouldKnowNoBlobThatTheRepositoryDoesNotHold() throws Exception {
        Digest elsewhere = blobs.upload(new RepositoryName("anna/other"), bytes);
        HttpResponse<byte[]> response = get(elsewhere, "Accept", "*/*");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(new String(response.body())).contains("BLOB_UNKNOWN");
    }

    private static HttpResponse<byte[]> get(Digest digest, String... headers) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + server.actualPort() + '/' + digest);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).headers(headers).build(), BodyHandlers.ofByteArray());
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }
}
