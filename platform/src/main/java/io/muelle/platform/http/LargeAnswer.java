package io.muelle.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.Supplier;

/**
 * How the bytes of a file leave on Linux (ADR 17): while they do, segments go out full (TCP_CORK), as every other piece wakes
 * the receiver for little.
 */
public final class LargeAnswer {
    private static final int LARGE = 1024 * 1024;

    private LargeAnswer() {}

    /** To be called on the event loop, as {@code send} is; {@code length} is that of the body, in bytes. */
    public static Future<Void> send(HttpServerRequest request, long length, Supplier<Future<Void>> send) {
        if (length < LARGE
                || request.version() == HttpVersion.HTTP_2
                || !(channel(request) instanceof EpollSocketChannel socket)
                // Its number may be another connection's by now.
                || !socket.isOpen()) {
            return send.get();
        }
        socket.config().setTcpCork(true);
        return Future.<Void>succeededFuture().compose(held -> send.get()).onComplete(ended -> release(socket));
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
