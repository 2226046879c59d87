package io.muelle.manifest.api;

import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.vertx.core.http.HttpServerRequest;

/**
 * Which part of a list a client asks for: {@code n} entries after {@code last}, which need not exist.
 */
record PageRequest(int size, String last) {
    private static final int DEFAULT = 1_000;
    private static final int MAX = 10_000;
    private static final int MAX_LAST = 512;

    static PageRequest of(HttpServerRequest request) {
        String last = request.getParam("last");
        if (last != null && (last.length() > MAX_LAST || last.indexOf('\0') >= 0)) {
            throw invalid("The parameter last is the name where the page before ended.");
        }
        return new PageRequest(size(request.getParam("n")), last == null ? "" : last);
    }

    private static int size(String n) {
        if (n == null) {
            return DEFAULT;
        }
        if (n.isEmpty() || n.length() > 18 || !n.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid("The parameter n is how many entries a page shall have.");
        }
        return (int) Math.min(Long.parseLong(n), MAX);
    }

    private static RegistryException invalid(String message) {
        return new RegistryException(ErrorCode.PAGINATION_NUMBER_INVALID, message);
    }
}
