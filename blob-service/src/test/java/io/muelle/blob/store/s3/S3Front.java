package io.muelle.blob.store.s3;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Stands between a store and its S3 server and does to chosen requests what networks and servers do. */
final class S3Front implements AutoCloseable {
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final HttpClient client;
    private final HttpServer server;
    private final URI behind;

    /** Meets the first request it is meant for. */
    private record Fault(Predicate<HttpServerRequest> meant, int status, String body, boolean reachesServer) {}

    S3Front(Vertx vertx, String behind) {
        this.behind = URI.create(behind);
        this.client = vertx.createHttpClient();
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> pass(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String address() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** The server never hears of the request, and this is the answer. */
    void answer(Predicate<HttpServerRequest> meant, int status, String body) {
        faults.add(new Fault(meant, status, body, false));
    }

    /** The server does what it is asked, but the answer is lost with the connection. */
    void loseAnswer(Predicate<HttpServerRequest> meant) {
        faults.add(new Fault(meant, 0, null, true));
    }

    /** What was to fail and has not met its request. */
    void forget() {
        faults.clear();
    }

    static Predicate<HttpServerRequest> completing() {
        return request -> request.method().name().equals("POST") && request.getParam("uploadId") != null;
    }

    static Predicate<HttpServerRequest> puttingPart() {
        return request -> request.method().name().equals("PUT") && request.getParam("partNumber") != null;
    }

    private void pass(HttpServerRequest request, Buffer body) {
        Fault fault = faults.stream()
                .filter(each -> each.meant().test(request))
                .findFirst()
                .orElse(null);
        faults.remove(fault);
        if (fault != null && !fault.reachesServer()) {
            request.response().setStatusCode(fault.status()).end(fault.body());
            return;
        }
        client.request(new RequestOptions()
                        .setMethod(request.method())
                        .setHost(behind.getHost())
                        .setPort(behind.getPort())
                        .setURI(request.uri()))
                .compose(upstream -> {
                    // The host is signed, so it stays what the store has sent.
                    upstream.headers().setAll(request.headers());
                    return upstream.send(body);
                })
                .compose(answer -> answer.body().onSuccess(bytes -> hand(request, answer, bytes, fault != null)));
    }

    private static void hand(HttpServerRequest request, HttpClientResponse answer, Buffer bytes, boolean lost) {
        if (lost) {
            request.connection().close();
            return;
        }
        request.response().setStatusCode(answer.statusCode());
        request.response().headers().setAll(answer.headers());
        if (request.method().name().equals("HEAD")) {
            request.response().end();
        } else {
            request.response().end(bytes);
        }
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
