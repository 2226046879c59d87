package io.muelle.standalone.orders;

import io.muelle.platform.database.DatabaseUnavailableException;
import io.muelle.platform.http.RegistryException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Somebody who does something in steps, of which each is one transaction; it rests before each until it is told to go on. */
final class Actor {
    private static final long PATIENCE_SECONDS = 20;

    private final Semaphore go = new Semaphore(0);
    private final Semaphore rests = new Semaphore(0);
    private final String name;
    private final int losesAt;
    private int steps;
    private volatile boolean done;
    private volatile Throwable failure;

    /** What the actor was answered at last: that it was done. */
    volatile boolean acknowledged;

    /** The step of the run with which this actor last changed something, or -1. */
    volatile int changedAt = -1;

    /** The step with which it put or deleted the manifest, or deleted the blob; -1 if it did not. */
    volatile int decidedAt = -1;

    /** The step with which it uploaded the blob; -1 if it did not. */
    volatile int uploadedAt = -1;

    private volatile int now;

    /**
     * @param losesAt the number of the step whose answer gets lost, or -1
     */
    Actor(String name, int losesAt) {
        this.name = name;
        this.losesAt = losesAt;
    }

    String name() {
        return name;
    }

    /** Begins, and returns when the actor rests before its first step. */
    void start(Runnable work) {
        Thread.ofVirtual().start(() -> {
            try {
                work.run();
                acknowledged = true;
            } catch (RegistryException | DatabaseUnavailableException refused) {
                // Nothing was promised.
            } catch (Throwable unexpected) {
                failure = unexpected;
            } finally {
                done = true;
                rests.release();
            }
        });
        awaitRest();
    }

    /** Called by the actor itself: rests. */
    void rest() {
        rests.release();
        go.acquireUninterruptibly();
        steps++;
    }

    void changed() {
        changedAt = now;
    }

    boolean losesThisAnswer() {
        return steps == losesAt;
    }

    /**
     * Goes on until the next rest.
     *
     * @param number the step's, in the run
     */
    void step(int number) {
        now = number;
        go.release();
        awaitRest();
    }

    boolean done() {
        return done;
    }

    private void awaitRest() {
        try {
            if (!rests.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(name + " waits for another who has no transaction open");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        if (failure != null) {
            throw new AssertionError(name + " failed", failure);
        }
    }
}
