package io.muelle.platform.http;

import io.muelle.contracts.event.Request;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;

/** Where a request came from, for events. */
public final class RequestOrigin {
    private RequestOrigin() {}

    public static Request of(HttpServerRequest request) {
        return new Request(
                request.remoteAddress().hostAddress(),
                request.getHeader("User-Agent"),
                UUID.randomUUID().toString());
    }
}
