package io.muelle.platform.database;

/** The answer to COMMIT was lost, so what the transaction wrote may or may not be there. */
public final class CommitUnknownException extends DatabaseUnavailableException {
    private static final long serialVersionUID = 1L;

    public CommitUnknownException(Throwable cause) {
        super("The answer to COMMIT was lost.", cause);
    }
}
