package io.muelle.embedded;

/** An embedded server cannot be started or stopped; the message is one sentence for the operator. */
public final class EmbeddedFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedFailure(String message) {
        super(message);
    }

    public EmbeddedFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
