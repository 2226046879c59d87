package io.vertx.core.http.impl;

import io.muelle.platform.http.RequestLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;

/**
 * Takes the place of Vert.x's own decoder, which lets a request pass that says its length in two ways (RFC 9112 §6.3)
 * and answers what it cannot read without a word. Here a marked request follows from that, and the edge answers it.
 */
public final class VertxHttpRequestDecoder extends HttpRequestDecoder {
    public VertxHttpRequestDecoder(HttpServerOptions options) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(options.getMaxInitialLineLength())
                .setMaxHeaderSize(options.getMaxHeaderSize())
                .setMaxChunkSize(options.getMaxChunkSize())
                .setInitialBufferSize(options.getDecoderInitialBufferSize()));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        int before = out.size();
        super.decode(context, buffer, out);
        for (int i = before; i < out.size(); i++) {
            if (out.get(i) instanceof HttpRequest request
                    && request.decoderResult().isFailure()) {
                out.set(i, marked(request));
                out.add(LastHttpContent.EMPTY_LAST_CONTENT);
                return;
            }
        }
    }

    private static HttpRequest marked(HttpRequest malformed) {
        String status =
                switch (malformed.decoderResult().cause()) {
                    case TooLongHttpLineException line -> "414";
                    case TooLongHttpHeaderException headers -> "431";
                    default -> "400";
                };
        String path = malformed.uri().startsWith("/api/") ? "/api/" : "/v2/";
        HttpRequest marked =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path, HeadersMultiMap.httpHeaders());
        marked.headers().set(HttpHeaderNames.HOST, "malformed").set(RequestLimits.MALFORMED, status);
        return marked;
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        HttpVersion version = HttpVersion.valueOf(initialLine[2]);
        if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
            throw new IllegalArgumentException("Not HTTP/1");
        }
        return new DefaultHttpRequest(
                version, HttpMethod.valueOf(initialLine[0]), initialLine[1], HeadersMultiMap.httpHeaders());
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Two lengths");
    }

    /** The super class asks about answers too, and looks longer. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return false;
    }
}
