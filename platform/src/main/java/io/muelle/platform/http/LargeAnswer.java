package io.muelle.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.Supplier;

/**
 * How the bytes of a file leave on Linux. While they do, segments go out full (TCP_CORK), as every other piece wakes the
 * receiver for little. To a client that is near, no more is on its way than a processor's cache holds (ADR 17): what it
 * asks for next is not yet forgotten. Who is farther away needs more on its way, which the system finds out by itself.
 */
public final class LargeAnswer {
    /** Bytes; the system doubles it. */
    static final int NEAR_BUFFER = 512 * 1024;

    /** Microseconds for a segment and its acknowledgement. */
    static final int NEAR = 1_000;

    private static final int LARGE = 1024 * 1024;

    private LargeAnswer() {}

    /** To be called on the event loop, as {@code send} is; {@code length} is that of the body, in bytes. */
    public static Future<Void> send(HttpServerRequest request, long length, Supplier<Future<Void>> send) {
        if (length < LARGE
                || request.version() == HttpVersion.HTTP_2
                || !(channel(request) instanceof EpollSocketChannel socket)) {
            return send.get();
        }
        if (socket.tcpInfo().rtt() < NEAR) {
            socket.config().setSendBufferSize(NEAR_BUFFER);
        }
        socket.config().setTcpCork(true);
        return send.get().onComplete(ended -> release(socket));
    }

    /** What fills no segment goes out now, and so does what is answered next. */
    private static void release(EpollSocketChannel socket) {
        if (socket.isOpen()) {
            socket.config().setTcpCork(false);
        }
    }

    private static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }
}
