package io.muelle.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;

/**
 * What every request must keep to, whatever it asks for. The server's own limits lie above these, so that who breaks
 * one gets an answer that says which.
 */
public final class RequestLimits {
    /** Marks, with a status, what the HTTP parser could not read: it stands in for the request that was meant. */
    public static final String MALFORMED = "Muelle-Malformed-Request";

    private static final int MAX_URI = 8 * 1024;
    private static final int MAX_HEADERS = 32 * 1024;

    private RequestLimits() {}

    /** Refuses, with a {@link RegistryException}, what is malformed or too long. */
    public static void require(HttpServerRequest request) {
        String malformed = request.getHeader(MALFORMED);
        if (malformed != null) {
            throw malformed(malformed);
        }
        if (request.uri().length() > MAX_URI) {
            throw refusal(414, "An address has at most " + MAX_URI + " characters.");
        }
        if (size(request) > MAX_HEADERS) {
            throw refusal(431, "The header fields have at most " + MAX_HEADERS + " characters together.");
        }
        String coding = request.getHeader("Transfer-Encoding");
        if (coding != null
                && (!coding.trim().equalsIgnoreCase("chunked") || request.version() != HttpVersion.HTTP_1_1)) {
            throw refusal(400, "The only transfer coding is chunked, in HTTP/1.1.");
        }
    }

    private static int size(HttpServerRequest request) {
        int size = 0;
        for (Map.Entry<String, String> field : request.headers()) {
            size += field.getKey().length() + field.getValue().length();
        }
        return size;
    }

    private static RegistryException malformed(String status) {
        return switch (status) {
            case "414" -> refusal(414, "The address is too long.");
            case "431" -> refusal(431, "The header fields are too long.");
            default -> refusal(400, "This is not a well-formed HTTP request.");
        };
    }

    /** Ends the connection too: what follows cannot be told apart from what was refused. */
    private static RegistryException refusal(int status, String message) {
        return new RegistryException(ErrorCode.UNSUPPORTED, status, message).endingConnection();
    }
}
