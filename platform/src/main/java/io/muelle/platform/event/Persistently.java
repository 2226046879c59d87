package io.muelle.platform.event;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Repeats what a consumer does until it is done: an event is never dropped because a database is away. */
@Singleton
public class Persistently {
    private static final Logger LOG = Logger.getLogger(Persistently.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * Returns true once {@code work} is done; the partition waits. False if the process stops first: the event is not to
     * be acknowledged then, so that it comes again.
     */
    public boolean run(Runnable work) {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                work.run();
                return true;
            } catch (RuntimeException failure) {
                if (stopsWithin(0)) {
                    return false;
                }
                LOG.warnf("An event waits, since it could not be applied: %s", failure.getMessage());
            }
            if (stopsWithin(pause)) {
                return false;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    private boolean stopsWithin(long millis) {
        try {
            return stopping.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }
}
