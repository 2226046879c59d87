package io.muelle.platform.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Large reads: at the default of 8 KiB a large push costs four times the CPU (docs/adr). */
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
        options.setReceiveBufferSize(BYTES);
    }
}
