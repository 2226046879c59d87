package io.muelle.platform.event;

/** A record that can never be applied, because it cannot be decoded: it goes to the dead-letter queue. */
public final class PoisonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PoisonException(String message, Throwable cause) {
        super(message, cause);
    }
}
