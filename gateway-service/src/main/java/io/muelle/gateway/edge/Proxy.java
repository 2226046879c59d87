package io.muelle.gateway.edge;

import io.muelle.platform.ask.Peers;
import io.muelle.platform.request.Failures;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The last handler of the edge where the services are processes of their own: hands each request on to a replica of the
 * service that answers it, and streams both bodies. Where every service is in this process there is no proxy.
 */
@Singleton
public class Proxy {
    // After the edge, before the gateway's own resources, which would answer 404 for what they do not know.
    private static final int AFTER_THE_EDGE = -5_000;
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int CONNECTIONS_A_REPLICA = 512;

    private final Peers peers;
    private final HttpClient client;

    Proxy(Vertx vertx, Peers peers) {
        this.peers = peers;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxPoolSize(CONNECTIONS_A_REPLICA)
                .setKeepAliveTimeout(30)
                .setMaxChunkSize(BUFFER_BYTES));
    }

    void mount(@Observes Router router) {
        if (peers.has("manifest") && peers.has("blob")) {
            router.route().order(AFTER_THE_EDGE).handler(this::route);
        }
    }

    private void route(RoutingContext context) {
        try {
            Optional<String> service =
                    Upstream.of(context.request().method(), context.request().path());
            if (service.isPresent()) {
                new ProxiedRequest(context, client, peers, service.get()).forward();
            } else {
                context.next();
            }
        } catch (RuntimeException refused) {
            Failures.send(context, refused);
        }
    }

    @PreDestroy
    void close() throws Exception {
        client.close().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS);
    }
}
