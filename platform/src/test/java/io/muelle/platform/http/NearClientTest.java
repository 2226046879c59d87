package io.muelle.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client on this machine, which is as near as can be. */
class NearClientTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private HttpClient client = newClient();
    private volatile EpollSocketChannelConfig socket;
    private URI address;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(vertx.isNativeTransportEnabled(), "Sockets are bounded on Linux alone");
        int port = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
        address = URI.create("http://127.0.0.1:" + port + "/");
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private void answer(HttpServerRequest request) {
        NearClient.recognize(request.connection());
        socket = (EpollSocketChannelConfig)
                ((ConnectionBase) request.connection()).channel().config();
        request.response().end("here");
    }

    @Test
    void shouldBoundWhatIsOnItsWay() throws Exception {
        getFromNearby();

        assertThat(socket.getSendBufferSize()).isLessThanOrEqualTo(2 * NearClient.SEND_BUFFER);
        assertThat(socket.getReceiveBufferSize()).isBetween(NearClient.RECEIVE_BUFFER, 2 * NearClient.RECEIVE_BUFFER);
    }

    @Test
    void shouldLookAtAConnectionOnce() throws Exception {
        getFromNearby();
        assertThat(socket.getSendBufferSize()).isLessThanOrEqualTo(2 * NearClient.SEND_BUFFER);
        socket.setSendBufferSize(64 * 1024);

        get();

        assertThat(socket.getSendBufferSize()).isEqualTo(2 * 64 * 1024);
    }

    /** A machine that is busy for a moment makes a connection look far; of a few one is near. */
    private void getFromNearby() throws Exception {
        get();
        for (int tries = 1; tries < 20 && socket.getSendBufferSize() > 2 * NearClient.SEND_BUFFER; tries++) {
            client.close();
            client = newClient();
            get();
        }
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private void get() throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("here");
    }
}
