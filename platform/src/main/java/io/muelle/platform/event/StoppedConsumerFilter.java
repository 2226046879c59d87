package io.muelle.platform.event;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps out of the log that a consumer was asked for more while the process stops: the connector may ask once more after
 * it has closed its consumer, and tells that as a failure with a stack trace. Any other failure to poll is told.
 */
@LoggingFilter(name = "stopped-consumer")
public final class StoppedConsumerFilter implements Filter {
    // The connector's number for a failed poll, and what Kafka's client says once it is closed.
    private static final String POLL_FAILED = "SRMSG18285";
    private static final String CLOSED = "This consumer has already been closed.";

    @Override
    public boolean isLoggable(LogRecord said) {
        return !(said.getThrown() instanceof IllegalStateException failure
                && CLOSED.equals(failure.getMessage())
                && String.valueOf(said.getMessage()).startsWith(POLL_FAILED));
    }
}
