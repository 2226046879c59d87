package io.vertx.core.http.impl;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.net.impl.SslChannelProvider;

/**
 * Takes the place of Vert.x's own, which leaves a client hanging whose upgrade to h2c is malformed. HTTP/2 has given
 * the upgrade up (RFC 9113 §3.1): it is ignored, and HTTP/1.1 goes on. HTTP/2 with prior knowledge is not concerned.
 */
final class Http1xUpgradeToH2CHandler extends ChannelInboundHandlerAdapter {
    private final HttpServerWorker worker;
    private final SslChannelProvider sslChannelProvider;

    Http1xUpgradeToH2CHandler(
            HttpServerWorker worker,
            SslChannelProvider sslChannelProvider,
            boolean compression,
            boolean decompression) {
        this.worker = worker;
        this.sslChannelProvider = sslChannelProvider;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        worker.configureHttp1Handler(context.pipeline(), sslChannelProvider);
        context.fireChannelRead(message);
        context.pipeline().remove(this);
    }
}
