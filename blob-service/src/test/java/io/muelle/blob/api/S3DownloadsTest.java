package io.muelle.blob.api;

import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.blob.domain.BlobFixture;
import io.muelle.blob.store.s3.TestBucket;
import io.muelle.contracts.access.Action;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.path.RegistryPath.Blob;
import io.muelle.platform.security.Audience;
import io.muelle.platform.security.Token;
import io.muelle.testsupport.TestS3;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls of blobs that lie in S3, with and without a redirect. */
class S3DownloadsTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("anna/app");
    private static final int LARGE = 200_000;

    private static final Token PULLER = new Token(
            UUID.randomUUID(),
            BlobFixture.ANNA,
            Audience.REGISTRY,
            Map.of(REPOSITORY, Set.of(Action.PULL)),
            false,
            Instant.EPOCH,
            Instant.MAX);

    private static TestBucket bucket;
    private static BlobFixture streamed;
    private static BlobFixture redirected;
    private static HttpServer server;

    private final byte[] bytes = random(LARGE);

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        bucket = new TestBucket(TestS3.MINIO.server());
        redirected = new BlobFixture(folder, unused -> bucket.store(true));
        streamed = new BlobFixture(folder, unused -> bucket.store(false));
        Router router = Router.router(bucket.vertx());
        route(router, "/redirected", redirected);
        route(router, "/streamed", streamed);
        server = bucket.vertx()
                .createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private static void route(Router router, String path, BlobFixture blobs) {
        BlobDownloads downloads = new BlobDownloads(blobs.reader, blobs.store, BlobFixture.LEASE, blobs.clock);
        router.get(path + "/:digest")
                .handler(context ->
                        downloads.get(context, new Blob(REPOSITORY, Digest.parse(context.pathParam("digest")))));
        router.head(path + "/:digest")
                .handler(context -> downloads.head(
                        context, new Blob(REPOSITORY, Digest.parse(context.pathParam("digest"))), PULLER));
    }

    @AfterAll
    static void stop() throws Exception {
        if (bucket != null) {
            streamed.close();
            redirected.close();
            bucket.close();
        }
    }

    @Test
    void shouldStreamTheWholeAndAPart() throws Exception {
        Digest digest = streamed.upload(REPOSITORY, bytes);
        assertThat(send("GET", "/streamed/" + digest).body()).isEqualTo(bytes);
        HttpResponse<byte[]> part = send("GET", "/streamed/" + digest, "Range", "bytes=100000-100009");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 100_000, 100_010));
    }

    /** So few bytes come with the head, before it is known where they go. Which threads meet, chance decides. */
    @Test
    void shouldStreamAPartThatComesAtOnce() throws Exception {
        Digest digest = streamed.upload(REPOSITORY, bytes);
        for (int from = 0; from < 200; from++) {
            HttpResponse<byte[]> part = send("GET", "/streamed/" + digest, "Range", "bytes=" + from + '-' + (from + 9));
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, from, from + 10));
        }
    }

    @Test
    void shouldSendAGetToS3() throws Exception {
        Digest digest = redirected.upload(REPOSITORY, bytes);
        HttpResponse<byte[]> answer = send("GET", "/redirected/" + digest);
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(send(URI.create(location), "GET", "Range", "bytes=0-9").body())
                .isEqualTo(Arrays.copyOf(bytes, 10));
    }

    /** The address is signed for GET alone, and a client that asks for the head has no use for another host. */
    @Test
    void shouldAnswerAHeadItself() throws Exception {
        Digest digest = redirected.upload(REPOSITORY, bytes);
        HttpResponse<byte[]> answer = send("HEAD", "/redirected/" + digest);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).contains(Integer.toString(LARGE));
    }

    @Test
    void shouldSendWhatLiesInARowItself() throws Exception {
        byte[] small = random(10);
        Digest digest = redirected.upload(REPOSITORY, small);
        assertThat(send("GET", "/redirected/" + digest).body()).isEqualTo(small);
    }

    @Test
    void shouldAnswerWithTheProtocolsErrorWhenTheBytesAreGone() throws Exception {
        Digest digest = streamed.upload(REPOSITORY, bytes);
        streamed.store.delete(streamed.found(REPOSITORY, digest).key());
        HttpResponse<byte[]> answer = send("GET", "/streamed/" + digest);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new String(answer.body())).contains("UNAVAILABLE");
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        return send(URI.create("http://127.0.0.1:" + server.actualPort() + path), method, headers);
    }

    private static HttpResponse<byte[]> send(URI address, String method, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }
}
