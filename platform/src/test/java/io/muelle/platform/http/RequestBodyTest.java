package io.muelle.platform.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
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
    private volatile CompletableFuture<String> read = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        HttpServerOptions options = new HttpServerOptions();
        ServerBuffers.tune(options);
        server = vertx.createHttpServer(options)
                .requestHandler(request -> {
                    request.pause();
                    RequestBody body = RequestBody.small(request, PATIENCE);
                    Thread.startVirtualThread(() -> {
                        readAll(body);
                        request.response().end();
                    });
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private void readAll(RequestBody body) {
        StringBuilder text = new StringBuilder();
        try (body) {
            for (Buffer piece = body.next(); piece != null; piece = body.next()) {
                text.append(piece.toString(ISO_8859_1));
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

    /** More than is received at once, so that each buffer comes round several times; and the connection goes on. */
    @Test
    void shouldReadLargeBodiesOfOneConnection() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            for (int length : new int[] {20_000_000, 3, 5_000_001}) {
                byte[] body = new byte[length];
                new Random(length).nextBytes(body);
                read = new CompletableFuture<>();
                send(socket, "Content-Length: " + length + "\r\n\r\n");
                socket.getOutputStream().write(body);
                assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(new String(body, ISO_8859_1));
                assertThat(socket.getInputStream().read(new byte[4096])).isPositive();
            }
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
    void shouldGiveUpAClientThatSendsNextToNothing() throws Exception {
        try (Socket socket = post("Content-Length: 1000\r\n\r\n")) {
            while (!read.isDone()) {
                socket.getOutputStream().write('x');
                Thread.sleep(PATIENCE.toMillis() / 10);
            }
            assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(BodyBrokenException.class)
                    .hasMessageContaining("less than 1024 bytes");
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
        send(socket, rest);
        return socket;
    }

    private static void send(Socket socket, String rest) throws IOException {
        socket.getOutputStream().write(("POST / HTTP/1.1\r\nHost: x\r\n" + rest).getBytes(US_ASCII));
    }
}
