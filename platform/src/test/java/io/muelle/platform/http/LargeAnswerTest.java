package io.muelle.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on their way to a client on this machine, over Linux' own sockets where it is Linux. */
class LargeAnswerTest {
    private static final int LARGE = 3 * 1024 * 1024 + 1;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CompletableFuture<Boolean> heldBack = new CompletableFuture<>();
    private volatile EpollSocketChannelConfig socket;
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(vertx.isNativeTransportEnabled(), "Sockets are tuned on Linux alone");
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/gone")) {
            request.connection().closeHandler(gone -> afterTheEnd(request));
            request.connection().close();
            return;
        }
        socket = (EpollSocketChannelConfig)
                ((ConnectionBase) request.connection()).channel().config();
        Path file = folder.resolve(request.path().substring(1));
        LargeAnswer.send(request, Long.parseLong(request.query()), () -> {
                    heldBack.complete(socket.isTcpCork());
                    if (request.path().equals("/refused")) {
                        throw new IllegalStateException("refused");
                    }
                    return request.response().sendFile(file.toString());
                })
                .onFailure(failure -> request.response().setStatusCode(404).end());
    }

    private void afterTheEnd(HttpServerRequest request) {
        LargeAnswer.send(request, LARGE, () -> {
            heldBack.complete(false);
            return Future.failedFuture("gone");
        });
    }

    @Test
    void shouldHoldPartialSegmentsBackWhileALargeAnswerLastsAndNoLonger() throws Exception {
        byte[] content = file("large", LARGE);

        assertThat(get("large", LARGE).body()).isEqualTo(content);
        assertThat(heldBack.get(5, TimeUnit.SECONDS)).isTrue();
        // The next answer over this connection comes after the end of the last.
        EpollSocketChannelConfig first = socket;
        assertThat(get("large", LARGE).body()).isEqualTo(content);
        assertThat(socket).isSameAs(first);
        assertThat(get("absent", 0).statusCode()).isEqualTo(404);
        assertThat(first.isTcpCork()).isFalse();
    }

    @Test
    void shouldLeaveSmallAnswersAlone() throws Exception {
        byte[] content = file("small", 1_000);

        assertThat(get("small", 1_000).body()).isEqualTo(content);
        assertThat(heldBack.get(5, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void shouldLetTheErrorOutWhereAFileIsAbsent() throws Exception {
        assertThat(get("absent", LARGE).statusCode()).isEqualTo(404);
        assertThat(socket.isTcpCork()).isFalse();
    }

    @Test
    void shouldTouchNoSocketThatIsClosed() throws Exception {
        assertThatThrownBy(() -> get("gone", LARGE)).isInstanceOf(IOException.class);

        assertThat(heldBack.get(5, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void shouldLetTheErrorOutWhereSendingIsRefusedAtOnce() throws Exception {
        assertThat(get("refused", LARGE).statusCode()).isEqualTo(404);
        assertThat(socket.isTcpCork()).isFalse();
    }

    private byte[] file(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Files.write(folder.resolve(name), content);
        return content;
    }

    private HttpResponse<byte[]> get(String name, long length) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + server.actualPort() + '/' + name + '?' + length);
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
