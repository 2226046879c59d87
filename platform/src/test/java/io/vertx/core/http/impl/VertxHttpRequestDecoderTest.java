package io.vertx.core.http.impl;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.platform.http.RequestLimits;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VertxHttpRequestDecoderTest {
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new VertxHttpRequestDecoder(new HttpServerOptions().setMaxInitialLineLength(100)));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldReadWhatIsWellFormed() {
        HttpRequest request = decoded("PUT /v2/a/b HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
        assertThat(request.uri()).isEqualTo("/v2/a/b");
        assertThat(request.headers().contains(RequestLimits.MALFORMED)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /v2/a/b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "PUT /v2/a/b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "PUT /v2/a/b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "PUT /v2/a/b HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\nhello",
                "PUT /v2/a/b HTTP/1.1\r\nHost: h\r\nBad Name: x\r\n\r\n",
                "PUT /v2/a/b HTTP/9.9\r\nHost: h\r\n\r\n",
                "what is this\r\n\r\n",
            })
    void shouldMarkWhatIsMalformed(String text) {
        HttpRequest request = decoded(text);
        assertThat(request.decoderResult().isSuccess()).isTrue();
        assertThat(request.headers().get(RequestLimits.MALFORMED)).isEqualTo("400");
        assertThat((Object) channel.readInbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat((Object) channel.readInbound()).isNull();
    }

    @Test
    void shouldMarkAnAddressThatIsTooLong() {
        HttpRequest request = decoded("GET /" + "a".repeat(200) + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(request.headers().get(RequestLimits.MALFORMED)).isEqualTo("414");
    }

    private HttpRequest decoded(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        return channel.readInbound();
    }
}
