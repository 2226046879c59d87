package io.muelle.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error after it was said what content would come. */
// The time limit of a request ends with the head of its answer.
@Timeout(20)
class RegistryFailuresTest {
    private static final Duration MOST = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(MOST)
            .build();
    private URI address;

    @BeforeEach
    void start() throws Exception {
        Router router = Router.router(vertx);
        router.get("/content/:length").handler(RegistryFailuresTest::fail);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        address = URI.create("http://127.0.0.1:" + server.actualPort());
    }

    private static void fail(RoutingContext context) {
        context.response()
                .putHeader("Content-Length", context.pathParam("length"))
                .putHeader("Docker-Content-Digest", "sha256:of-the-content")
                .putHeader("ETag", "of-the-content");
        RegistryFailures.send(context, new RegistryException(ErrorCode.MANIFEST_UNKNOWN, "It went."));
    }

    @AfterEach
    void stop() throws Exception {
        client.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1_000_000})
    void shouldSayNothingOfContentThatDoesNotCome(int length) throws Exception {
        HttpResponse<String> error = get("/content/" + length);

        assertThat(error.statusCode()).isEqualTo(404);
        assertThat(error.body()).endsWith("\"message\":\"It went.\"}]}");
        assertThat(error.headers().map()).doesNotContainKeys("docker-content-digest", "etag");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address.resolve(path)).timeout(MOST).build(), BodyHandlers.ofString());
    }
}
