package io.muelle.platform.event;

import org.jboss.logging.Logger;

/** Repeats what a consumer does until it is done: an event is never dropped because a database is away. */
public final class Persistently {
    private static final Logger LOG = Logger.getLogger(Persistently.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private Persistently() {}

    /** Returns once {@code work} has; the partition waits. Ends with an exception only when the process stops. */
    public static void run(Runnable work) {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                work.run();
                return;
            } catch (RuntimeException failure) {
                LOG.warnf("An event waits, since it could not be applied: %s", failure.getMessage());
                sleep(pause, failure);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private static void sleep(long millis, RuntimeException failure) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
