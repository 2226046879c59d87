package io.muelle.platform.http;

/** The client went away, or sent nothing for too long, before its body ended: nobody is there to be answered. */
public final class BodyBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BodyBrokenException(String message) {
        super(message, null, false, false);
    }
}
