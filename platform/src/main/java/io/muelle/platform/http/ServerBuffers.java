package io.muelle.platform.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Large pieces: at the default of 8 KiB a large push costs four times the CPU (docs/adr). The system's own buffers stay as it
 * sizes them: a size set here would hold a client 100 ms away to a few MB/s.
 */
@Singleton
public final class ServerBuffers implements HttpServerOptionsCustomizer {
    static final int BYTES = 256 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        tune(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        tune(options);
    }

    static void tune(HttpServerOptions options) {
        options.setMaxChunkSize(BYTES);
    }
}
