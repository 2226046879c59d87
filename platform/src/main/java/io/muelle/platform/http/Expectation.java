package io.muelle.platform.http;

import io.vertx.core.http.HttpServerRequest;

/** Answers {@code Expect: 100-continue}, once the caller's rights are known (RFC 9110 §10.1.1). */
public final class Expectation {
    private static final String EXPECT = "Expect";

    private Expectation() {}

    /** Tells a client that waits to send its body. Whoever comes after finds no expectation any more. */
    public static void meet(HttpServerRequest request) {
        String expected = request.getHeader(EXPECT);
        if (expected != null) {
            request.headers().remove(EXPECT);
            if (expected.equalsIgnoreCase("100-continue")) {
                request.response().writeContinue();
            }
        }
    }
}
