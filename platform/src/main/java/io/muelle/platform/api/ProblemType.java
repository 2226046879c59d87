package io.muelle.platform.api;

import java.util.Locale;

/** The kinds of refusal of the management API; each has a section in {@code docs/problems.md}. */
public enum ProblemType {
    INVALID(400, "The request is not valid"),
    UNAUTHENTICATED(401, "Log in"),
    FORBIDDEN(403, "Not permitted"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Not supported here"),
    NOT_ACCEPTABLE(406, "Only application/json is served here"),
    CONFLICT(409, "In conflict with what is there"),
    PRECONDITION_FAILED(412, "Changed in the meantime"),
    LENGTH_REQUIRED(411, "Say how long it is"),
    TOO_LARGE(413, "Too large"),
    ADDRESS_TOO_LONG(414, "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    HEADERS_TOO_LARGE(431, "The header fields are too large"),
    FAILED(500, "The registry failed"),
    UNAVAILABLE(503, "Not available now");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The {@code type} member: a page of the documentation. */
    public String uri() {
        return "/docs/problems#" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ProblemType ofStatus(int status) {
        for (ProblemType type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status >= 500 ? FAILED : INVALID;
    }
}
