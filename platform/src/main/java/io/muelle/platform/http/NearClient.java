package io.muelle.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * A client whose connection was acknowledged in less than a millisecond. No more is let on its way, to it or from it, than
 * a processor's cache holds: what is read is not yet forgotten there (ADR 17). Who is farther away needs more on its way, and
 * the system finds out how much by itself. Known on Linux alone; elsewhere every client is far.
 */
public final class NearClient {
    /** Bytes; the system doubles them. */
    static final int SEND_BUFFER = 512 * 1024;

    static final int RECEIVE_BUFFER = 256 * 1024;

    private static final int MICROSECONDS = 1_000;
    private static final AttributeKey<Boolean> KNOWN = AttributeKey.valueOf(NearClient.class, "known");

    private NearClient() {}

    /**
     * Bounds the buffers of a near client's connection. To be called on the event loop with each request: the first counts,
     * since later the system takes it for farther than it is, by the acknowledgements that the client delays.
     */
    public static void recognize(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        if (channel instanceof EpollSocketChannel socket
                && socket.isOpen()
                && socket.attr(KNOWN).setIfAbsent(true) == null) {
            long roundTrip = socket.tcpInfo().rtt();
            // Zero is not measured.
            if (roundTrip > 0 && roundTrip < MICROSECONDS) {
                bound(socket.config());
            }
        }
    }

    private static void bound(ChannelConfig connection) {
        connection.setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER);
        connection.setOption(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER);
    }
}
