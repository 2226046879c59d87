package io.muelle.platform.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is left of a body whose request is answered already. It is read and thrown away for a while, since a client that
 * is cut off while it sends never sees the answer; then the request ends, and over HTTP/1 its connection with it.
 */
public final class UnreadBody {
    private static final long LINGER_MILLIS = 5_000;
    private static final long MOST_BYTES = 8 * 1024 * 1024;
    private static final String CLOSING = UnreadBody.class.getName();
    // RFC 9113 §7: the whole answer was sent, and what of the request is still to come is not wanted.
    private static final long NO_ERROR = 0;
    private static final long CANCEL = 8;

    private UnreadBody() {}

    /** Bounds what a request sends after its answer; to be called once for each request, before all else. */
    public static void bound(RoutingContext context) {
        Context eventLoop = eventLoop(context.request());
        context.addEndHandler(answered -> {
            if (answered.succeeded()) {
                eventLoop.runOnContext(here -> drain(context));
            }
        });
    }

    /** Keeps a body for later; to be called on the event loop, before it is left. */
    public static void hold(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.pause();
        }
    }

    /**
     * To be called before a refusal is sent: over HTTP/1 the connection ends with it if a body is still to come.
     *
     * @param always also if there is none
     */
    public static void endConnection(RoutingContext context, boolean always) {
        HttpServerRequest request = context.request();
        boolean unread = declared(request) && !request.isEnded();
        if (!http2(request) && (unread || always)) {
            context.put(CLOSING, true);
            EndingConnections.add(request.connection());
            context.response().putHeader("Connection", "close");
        }
    }

    /** Ends a request that cannot be answered any more: nothing else on its connection suffers, if HTTP/2 lets it. */
    public static void abort(HttpServerRequest request) {
        abort(request, CANCEL);
    }

    static Context eventLoop(HttpServerRequest request) {
        return ((HttpServerRequestInternal) request).context();
    }

    private static void abort(HttpServerRequest request, long reason) {
        if (http2(request)) {
            request.response().reset(reason);
        } else {
            request.connection().close();
        }
    }

    private static void drain(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean closing = Boolean.TRUE.equals(context.get(CLOSING));
        ReceivingBuffers.end(request);
        if (request.isEnded()) {
            closeIf(closing, request);
            return;
        }
        if (closing || declared(request) || http2(request)) {
            linger(context, closing);
        }
        request.resume();
    }

    private static void linger(RoutingContext context, boolean closing) {
        HttpServerRequest request = context.request();
        long timer = context.vertx().setTimer(LINGER_MILLIS, expired -> {
            // Looked at again: a request that ended in the meantime leaves its connection to the next one.
            if (!request.isEnded()) {
                abort(request, NO_ERROR);
            }
        });
        request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
        request.endHandler(end -> {
            context.vertx().cancelTimer(timer);
            closeIf(closing, request);
        });
        // Whoever sends more is not read any further: an end at once could take the answer away that is on its way.
        AtomicLong left = new AtomicLong(MOST_BYTES);
        request.handler(piece -> {
            if (left.addAndGet(-piece.length()) < 0) {
                request.pause();
            }
            ReceivingBuffers.release(piece);
        });
    }

    private static void closeIf(boolean closing, HttpServerRequest request) {
        if (closing) {
            request.connection().close();
        }
    }

    /** Whether an HTTP/1 request has a body at all (RFC 9112 §6.3). */
    private static boolean declared(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.getHeader("Transfer-Encoding") != null || length != null && !length.equals("0");
    }

    private static boolean http2(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }
}
