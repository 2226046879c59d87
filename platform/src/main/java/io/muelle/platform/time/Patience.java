package io.muelle.platform.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * How long somebody waits, watched by one thread for all: a timer for each wait costs a virtual thread more than the
 * wait itself. A wait may last {@value #LOOK_MILLIS} ms longer than it should.
 */
public final class Patience {
    private static final Logger LOG = Logger.getLogger(Patience.class);
    private static final long LOOK_MILLIS = 250;
    /** Marks a future that was given up; one for all, since most waits end well and need none. */
    private static final TimeoutException OVER = new TimeoutException();

    private static final Set<Patience> WAITING = ConcurrentHashMap.newKeySet();

    static {
        Thread.ofPlatform().name("patience").daemon().start(Patience::watch);
    }

    private final long end;
    private final Runnable whenOver;

    private Patience(Duration length, Runnable whenOver) {
        this.end = System.nanoTime() + length.toNanos();
        this.whenOver = whenOver;
    }

    /** Runs {@code whenOver}, which is short, if it is not ended within {@code length}, perhaps at the same moment. */
    public static Patience begin(Duration length, Runnable whenOver) {
        Patience patience = new Patience(length, whenOver);
        WAITING.add(patience);
        return patience;
    }

    /** The future's answer, as {@link CompletableFuture#get} gives it. */
    public static <T> T get(CompletableFuture<T> future, Duration length)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (future.isDone()) {
            return future.get();
        }
        Patience patience = begin(length, () -> future.completeExceptionally(OVER));
        try {
            return future.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() == OVER) {
                throw new TimeoutException();
            }
            throw failure;
        } finally {
            patience.end();
        }
    }

    /** What was waited for has come. */
    public void end() {
        WAITING.remove(this);
    }

    private static void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                long now = System.nanoTime();
                WAITING.forEach(patience -> patience.look(now));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(long now) {
        if (now - end >= 0 && WAITING.remove(this)) {
            try {
                whenOver.run();
            } catch (RuntimeException failure) {
                // All others go on being watched.
                LOG.warn("A wait that was over could not be ended", failure);
            }
        }
    }
}
