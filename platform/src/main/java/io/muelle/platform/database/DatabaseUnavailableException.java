package io.muelle.platform.database;

/** PostgreSQL does not answer; it is worth trying again. */
public class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
