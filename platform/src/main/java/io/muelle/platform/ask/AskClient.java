package io.muelle.platform.ask;

import io.muelle.platform.ask.Peers.Address;
import io.muelle.platform.http.PeerUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks another service over HTTP. A replica that cannot be reached is passed over; a question that was sent is never
 * sent again, since it may have been heard.
 */
@Singleton
public class AskClient {
    static final String PREFIX = "/internal/v1/";
    private static final int CONNECT_MILLIS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 64;

    private final Peers peers;
    private final ServiceTokens tokens;
    private final HttpClient client;

    public AskClient(Vertx vertx, Peers peers, ServiceTokens tokens) {
        this.peers = peers;
        this.tokens = tokens;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAliveTimeout(30)
                .setMaxPoolSize(CONNECTIONS));
    }

    /** The answer of one of {@code service}'s replicas; fails with {@link PeerUnavailableException}. */
    public Uni<JsonObject> ask(String service, String question, JsonObject body) {
        return ask(service, question, body, PATIENCE);
    }

    /** @param patience how long the answer may be silent */
    public Uni<JsonObject> ask(String service, String question, JsonObject body, Duration patience) {
        return Uni.createFrom().completionStage(() -> connected(service, peers.of(service), question)
                .compose(request -> send(service, request, body, patience))
                .toCompletionStage());
    }

    private Future<HttpClientRequest> connected(String service, List<Address> replicas, String question) {
        Address replica = replicas.getFirst();
        return client.request(HttpMethod.POST, replica.port(), replica.host(), PREFIX + question)
                .recover(failure -> {
                    peers.failed(replica, failure);
                    return replicas.size() > 1
                            ? connected(service, replicas.subList(1, replicas.size()), question)
                            : Future.failedFuture(new PeerUnavailableException(service, failure.getMessage()));
                });
    }

    private Future<JsonObject> send(String service, HttpClientRequest request, JsonObject body, Duration patience) {
        return request.idleTimeout(patience.toMillis())
                .putHeader("Authorization", "Bearer " + tokens.issue(service, peers.secret(service)))
                .putHeader("Content-Type", "application/json")
                .send(body.toBuffer())
                .compose(response -> answer(service, response))
                .recover(failure -> Future.failedFuture(
                        failure instanceof PeerUnavailableException
                                ? failure
                                : new PeerUnavailableException(service, failure.getMessage())));
    }

    private static Future<JsonObject> answer(String service, HttpClientResponse response) {
        Future<Buffer> body = response.body();
        return response.statusCode() == 200
                ? body.map(Buffer::toJsonObject)
                : body.compose(refused -> Future.failedFuture(
                        new PeerUnavailableException(service, "it says " + response.statusCode() + ".")));
    }

    @PreDestroy
    void close() throws Exception {
        client.close().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS);
    }
}
