package io.muelle.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;

/**
 * What every request must keep to, whatever it asks for. The server's own limits lie above these, so that who breaks
 * one gets an answer that says which.
 */
public final class RequestLimits {
    private static final int MAX_URI = 8 * 1024;
    private static final int MAX_HEADERS = 32 * 1024;

    private RequestLimits() {}

    /** Refuses, with a {@link RegistryException}, what is too long or framed in a way that others may read differently. */
    public static void require(HttpServerRequest request) {
        if (request.uri().length() > MAX_URI) {
            throw refusal(414, "An address has at most " + MAX_URI + " characters.");
        }
        if (size(request) > MAX_HEADERS) {
            throw refusal(431, "The header fields have at most " + MAX_HEADERS + " characters together.");
        }
        if (hasControl(request.uri(), false)
                || request.headers().entries().stream().anyMatch(field -> hasControl(field.getValue(), true))) {
            throw refusal(400, "The address and the header fields have no control characters.");
        }
        if (request.headers().getAll("Host").size() > 1) {
            throw refusal(400, "A request names one host, once.");
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

    /** HTTP/2 carries what would end a line of HTTP/1.1, or of a log (RFC 9113 §8.2.1). */
    private static boolean hasControl(String text, boolean tab) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0x7F || character < ' ' && !(tab && character == '\t')) {
                return true;
            }
        }
        return false;
    }

    /** Ends the connection too: what follows cannot be told apart from what was refused. */
    private static RegistryException refusal(int status, String message) {
        return new RegistryException(ErrorCode.UNSUPPORTED, status, message).endingConnection();
    }
}
