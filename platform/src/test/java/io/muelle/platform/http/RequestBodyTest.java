package io.muelle.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies as clients send them, who may stop in the middle. */
class RequestBodyTest {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<String> read = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    request.pause();
                    RequestBody body = new RequestBody(request, PATIENCE);
                    Thread.startVirtualThread(() -> readAll(body));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private void readAll(RequestBody body) {
        StringBuilder text = new StringBuilder();
        try {
            for (Buffer piece = body.next(); piece != null; piece = body.next()) {
                text.append(piece);
            }
            read.complete(text.toString());
        } catch (RuntimeException broken) {
            read.completeExceptionally(broken);
        }
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void shouldReadABodyToItsEnd() throws Exception {
        try (Socket socket = post("Content-Length: 5\r\n\r\nhello")) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    @Test
    void shouldGiveUpAClientThatSendsNothingMore() throws Exception {
        try (Socket socket = post("Content-Length: 5\r\n\r\nhel")) {
            assertThat(socket.isConnected()).isTrue();
            assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(BodyBrokenException.class)
                    .hasMessageContaining("has sent nothing");
        }
    }

    @Test
    void shouldTellAClientThatWentAway() throws Exception {
        post("Content-Length: 5\r\n\r\nhel").close();
        assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BodyBrokenException.class);
    }

    private Socket post(String rest) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        socket.getOutputStream().write(("POST / HTTP/1.1\r\nHost: x\r\n" + rest).getBytes(US_ASCII));
        return socket;
    }
}
