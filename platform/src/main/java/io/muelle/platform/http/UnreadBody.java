package io.muelle.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is left of a body whose request is answered already. It is read and thrown away for a while, since a client that
 * is cut off while it sends never sees the answer; then the connection ends.
 */
public final class UnreadBody {
    private static final long LINGER_MILLIS = 5_000;
    /** More than that of a body nobody wants costs the client its connection. */
    private static final long MOST_BYTES = 1024 * 1024;

    private UnreadBody() {}

    /** Keeps a body for later; to be called on the event loop, before it is left. */
    public static void hold(HttpServerRequest request) {
        HttpMethod method = request.method();
        boolean hasBody = method == HttpMethod.PUT || method == HttpMethod.POST || method == HttpMethod.PATCH;
        if (hasBody && !request.isEnded()) {
            request.pause();
            request.handler(unwanted(request));
        }
    }

    private static Handler<Buffer> unwanted(HttpServerRequest request) {
        AtomicLong left = new AtomicLong(MOST_BYTES);
        return piece -> {
            if (left.addAndGet(-piece.length()) < 0) {
                request.connection().close();
            }
        };
    }

    /** Lets go of a held body that nobody wanted, so that the connection goes on, if the body is not too long. */
    public static void release(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.resume();
        }
    }

    /** To be called before the answer ends. */
    static void discard(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        if (request.version() != HttpVersion.HTTP_2) {
            context.response().putHeader("Connection", "close");
        }
        long timer = context.vertx()
                .setTimer(LINGER_MILLIS, expired -> request.connection().close());
        request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
        request.endHandler(end -> context.vertx().cancelTimer(timer));
        request.handler(ignored -> {});
        request.resume();
    }
}
