package io.muelle.platform.request;

import io.muelle.platform.http.EndingConnections;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.NearClient;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RequestLimits;
import io.muelle.platform.http.UnreadBody;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** What is done for every request to every service, before all else: limits, and an error body whatever fails. */
@Singleton
public final class EveryRequest {
    private static final List<Integer> ROUTER_REFUSES = List.of(400, 404, 405, 406, 413, 414, 415, 500);
    private static final int BEFORE_ALL_OTHERS = -20_000;

    void mount(@Observes Router router) {
        router.route().order(BEFORE_ALL_OTHERS).handler(this::admit).failureHandler(this::failed);
        ROUTER_REFUSES.forEach(status -> router.errorHandler(status, this::failed));
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (EndingConnections.contains(request.connection())) {
            request.connection().close();
            return;
        }
        NearClient.recognize(request.connection());
        UnreadBody.bound(context);
        if (chunked(request)) {
            UnreadBody.endConnection(context, true);
        }
        try {
            RequestLimits.require(request);
        } catch (RegistryException refused) {
            Failures.send(context, refused);
            return;
        }
        context.next();
    }

    /**
     * The parser drops a length that comes beside chunks without a word, so each chunked request may be one that says
     * its length in two ways: what follows it on the connection may be its body to another reader (RFC 9112 §6.3).
     */
    private static boolean chunked(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2 && request.getHeader("Transfer-Encoding") != null;
    }

    /** What the router refuses by itself, such as a path that is not properly encoded, or no host, has no exception of ours. */
    private void failed(RoutingContext context) {
        int status = context.statusCode();
        boolean refused = status >= 400 && status < 500;
        Failures.send(
                context,
                refused || context.failure() == null
                        ? new RegistryException(ErrorCode.UNSUPPORTED, refused ? status : 400, reason(status))
                        : context.failure());
    }

    private static String reason(int status) {
        return switch (status) {
            case 404 -> "There is no such endpoint: see the documentation.";
            case 413 -> "The body is too large.";
            default ->
                "The request is malformed: its path and query must be properly encoded, and it must name the host.";
        };
    }
}
