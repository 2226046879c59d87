package io.muelle.gateway.edge;

import io.muelle.platform.ask.Peers;
import io.muelle.platform.ask.Peers.Address;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.PeerUnavailableException;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.UnreadBody;
import io.muelle.platform.request.Failures;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request on its way to a service and its answer on the way back (RFC 9110 §7.6). A replica that cannot be reached
 * is passed over. What only reads is asked once more of another replica when the first breaks off before it answers;
 * what changes something never is.
 */
final class ProxiedRequest {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "host");

    // For a connection, where as many are in use as may be: then another replica is asked.
    private static final long CONNECTION_MILLIS = 10_000;
    // A replica that stands still takes requests and answers none, so after a while another one is asked.
    private static final long HEAD_SECONDS = 10;
    // More than a service itself waits for S3 or PostgreSQL before it says what is wrong.
    private static final long LAST_HEAD_SECONDS = 70;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final HttpClient client;
    private final Peers peers;
    private final String service;
    private boolean repeated;

    ProxiedRequest(RoutingContext context, HttpClient client, Peers peers, String service) {
        this.context = context;
        this.request = context.request();
        this.client = client;
        this.peers = peers;
        this.service = service;
    }

    void forward() {
        UnreadBody.hold(request);
        attempt(peers.of(service));
    }

    private void attempt(List<Address> replicas) {
        Address replica = replicas.getFirst();
        List<Address> others = replicas.subList(1, replicas.size());
        client.request(options(replica))
                .onSuccess(upstream -> {
                    try {
                        exchange(upstream, replica, others);
                    } catch (RuntimeException failure) {
                        // Nobody else gives its connection back.
                        upstream.reset();
                        Failures.send(context, failure);
                    }
                })
                .onFailure(failure -> {
                    peers.failed(replica, failure);
                    if (others.isEmpty()) {
                        fail(failure);
                    } else {
                        attempt(others);
                    }
                });
    }

    private RequestOptions options(Address replica) {
        return new RequestOptions()
                .setMethod(request.method())
                .setHost(replica.host())
                .setPort(replica.port())
                .setURI(request.uri())
                .setConnectTimeout(CONNECTION_MILLIS);
    }

    private void exchange(HttpClientRequest upstream, Address replica, List<Address> others) {
        if (request.response().closed()) {
            upstream.reset();
            return;
        }
        boolean body = hasBody();
        copyHeaders(upstream, body);
        request.response().closeHandler(gone -> upstream.reset());
        head(upstream, others).onSuccess(this::answer).onFailure(failure -> {
            upstream.reset();
            brokenOff(failure, replica, others);
        });
        if (body) {
            send(upstream);
        } else {
            if (!request.isEnded()) {
                request.resume();
            }
            upstream.end();
        }
    }

    private Future<HttpClientResponse> head(HttpClientRequest upstream, List<Address> others) {
        if (!reads()) {
            return upstream.response();
        }
        long seconds = repeated || others.isEmpty() ? LAST_HEAD_SECONDS : HEAD_SECONDS;
        return upstream.response().timeout(seconds, TimeUnit.SECONDS);
    }

    private void send(HttpClientRequest upstream) {
        if (request.getHeader("Content-Length") == null) {
            upstream.setChunked(true);
        }
        // Whoever breaks off, the client or the service, the other end is told by the response or by a reset.
        request.pipe().endOnFailure(false).to(upstream).onFailure(broken -> upstream.reset());
    }

    private boolean hasBody() {
        return !reads() && !request.isEnded();
    }

    private boolean reads() {
        return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    }

    /** @param body whether one is sent on */
    private void copyHeaders(HttpClientRequest upstream, boolean body) {
        Set<String> named = namedByConnection(request.headers());
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean passes = lower.equals("content-length")
                    // A length without its body would make a body of the next request on the connection, anybody's.
                    ? body || value.equals("0")
                    : !HOP_BY_HOP.contains(lower) && !named.contains(lower) && !lower.startsWith("x-forwarded-");
            if (passes) {
                add(upstream.headers(), name, value);
            }
        });
        upstream.putHeader("X-Forwarded-For", request.remoteAddress().hostAddress());
        upstream.putHeader("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
        if (request.authority() != null) {
            upstream.putHeader("X-Forwarded-Host", request.authority().toString());
        }
    }

    private static void add(MultiMap headers, String name, String value) {
        try {
            headers.add(name, value);
        } catch (IllegalArgumentException unfit) {
            throw new RegistryException(
                    ErrorCode.UNSUPPORTED, 400, "A header field has a character that HTTP/1.1 does not allow.");
        }
    }

    /** Headers that concern this connection only because it says so. */
    private static Set<String> namedByConnection(MultiMap headers) {
        String connection = headers.get("Connection");
        return connection == null
                ? Set.of()
                : Set.of(connection.toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
    }

    private void answer(HttpClientResponse answer) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            answer.request().reset();
            return;
        }
        response.setStatusCode(answer.statusCode());
        for (String name : answer.headers().names()) {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                // All its values, in place of what the edge has put there.
                response.headers().set(name, answer.headers().getAll(name));
            }
        }
        if (answer.statusCode() == 405 && answer.getHeader("Allow") != null) {
            response.putHeader("Allow", Upstream.allowed(answer.getHeader("Allow"), request.path()));
        }
        if (answer.statusCode() >= 400) {
            UnreadBody.endConnection(context, false);
        }
        if (request.method() == HttpMethod.HEAD) {
            answer.end().compose(end -> response.end());
            return;
        }
        if (answer.getHeader("Content-Length") == null && answer.statusCode() != 204 && answer.statusCode() != 304) {
            response.setChunked(true);
        }
        Future<Void> copied = answer.pipe().endOnFailure(false).to(response);
        copied.onFailure(broken -> UnreadBody.abort(request));
    }

    private void brokenOff(Throwable failure, Address replica, List<Address> others) {
        if (request.response().closed()) {
            return;
        }
        if (failure instanceof TimeoutException) {
            peers.silent(replica);
        } else {
            peers.failed(replica, failure);
        }
        if (reads() && !repeated && !request.response().headWritten()) {
            repeated = true;
            attempt(others.isEmpty() ? List.of(replica) : others);
        } else {
            fail(failure);
        }
    }

    private void fail(Throwable failure) {
        Failures.send(context, new PeerUnavailableException(service, failure.getMessage()));
    }
}
