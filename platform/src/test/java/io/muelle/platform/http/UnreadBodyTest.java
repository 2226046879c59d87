package io.muelle.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A body that nobody asked for. */
class UnreadBodyTest {
    private static final int PIECE = 64 * 1024;
    /** What the server throws away, and what may lie in the buffers of two sockets. */
    private static final long BOUND = 32L * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            UnreadBody.bound(context);
            context.next();
        });
        router.post()
                .handler(BlockingHandler.of(
                        context -> context.response().setStatusCode(202).end()));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void shouldReadALittleAndKeepTheConnection() throws IOException {
        try (Socket socket = connect()) {
            for (int i = 0; i < 2; i++) {
                post(socket, "Content-Length: 5\r\n\r\nhello");
                assertThat(answer(socket)).isEqualTo("HTTP/1.1 202 Accepted");
            }
        }
    }

    @Test
    void shouldNotReadABodyWithoutEnd() throws IOException {
        try (Socket socket = connect()) {
            post(socket, "Transfer-Encoding: chunked\r\n\r\n");
            assertThat(acceptedBeforeTheEnd(socket)).isLessThan(BOUND);
        }
    }

    private static long acceptedBeforeTheEnd(Socket socket) {
        byte[] piece = (Integer.toHexString(PIECE) + "\r\n" + "x".repeat(PIECE) + "\r\n").getBytes(US_ASCII);
        long accepted = 0;
        try {
            OutputStream out = socket.getOutputStream();
            while (accepted < BOUND) {
                out.write(piece);
                accepted += PIECE;
            }
        } catch (IOException ended) {
            // By the server, as it should.
        }
        return accepted;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void post(Socket socket, String rest) throws IOException {
        socket.getOutputStream().write(("POST / HTTP/1.1\r\nHost: localhost\r\n" + rest).getBytes(US_ASCII));
    }

    /** The status line of an answer without a body. */
    private static String answer(Socket socket) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        String status = reader.readLine();
        while (!reader.readLine().isEmpty()) {
            // The headers.
        }
        return status;
    }
}
