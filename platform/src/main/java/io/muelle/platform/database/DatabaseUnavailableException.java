package io.muelle.platform.database;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** PostgreSQL does not answer; it is worth trying again. */
public class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Set<String> SERVER_GONE = Set.of("57P01", "57P02", "57P03", "53300", "55P03", "25P03");

    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether somewhere below {@code failure}, as an ORM wraps it, lies a server that cannot be reached. */
    public static boolean causes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnavailableException
                    || cause instanceof IOException
                    || cause instanceof VertxException
                    || cause instanceof NoStackTraceThrowable
                    || cause instanceof TimeoutException
                    || cause instanceof PgException refused && serverGone(refused.getSqlState())) {
                return true;
            }
        }
        return false;
    }

    /** Whether this state of SQL says that the server goes, comes, has no room for one more, or gives up a wait or a transaction. */
    static boolean serverGone(String state) {
        return state == null || SERVER_GONE.contains(state) || state.startsWith("08");
    }
}
