package io.muelle.gateway.access.token;

import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RequestBody;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The parameters of a request for a token: of the query of a GET, or of the form of a POST. */
final class TokenRequest {
    private static final int MAX_FORM_BYTES = 64 * 1024;
    private static final int MAX_PARAMETERS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, List<String>> parameters;

    private TokenRequest(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    static TokenRequest of(HttpServerRequest request) {
        String text = request.method() == HttpMethod.POST ? form(request) : request.query();
        QueryStringDecoder decoder =
                new QueryStringDecoder(text == null ? "" : text, StandardCharsets.UTF_8, false, MAX_PARAMETERS);
        try {
            return new TokenRequest(decoder.parameters());
        } catch (IllegalArgumentException malformed) {
            throw new RegistryException(ErrorCode.UNSUPPORTED, 400, "The parameters are not properly encoded.");
        }
    }

    private static String form(HttpServerRequest request) {
        byte[] body = RequestBody.small(request, PATIENCE)
                .readAll(
                        MAX_FORM_BYTES,
                        new RegistryException(
                                ErrorCode.SIZE_INVALID, 413, "A request for a token has at most 64 KiB."));
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The first value of a parameter, or the empty text. */
    String first(String name) {
        return parameters.getOrDefault(name, List.of("")).getFirst();
    }

    List<Scope> scopes() {
        return Scope.parse(parameters.getOrDefault("scope", List.of()));
    }
}
