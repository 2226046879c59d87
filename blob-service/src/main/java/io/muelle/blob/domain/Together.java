package io.muelle.blob.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Does the same with many things at once: what comes while it is being done waits and goes together next. */
final class Together<T> {
    private static final class Lot<T> {
        private final List<T> things = new ArrayList<>();
        private boolean done;
        private RuntimeException failure;
    }

    private final Consumer<Collection<T>> work;
    private final ReentrantLock turn = new ReentrantLock();
    private Lot<T> next = new Lot<>();

    Together(Consumer<Collection<T>> work) {
        this.work = work;
    }

    /** Returns once it is done with this thing; what fails, fails for all that went together. */
    void add(T thing) {
        Lot<T> mine = join(thing);
        turn.lock();
        try {
            if (!mine.done) {
                run(leave());
            }
        } finally {
            turn.unlock();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
    }

    private synchronized Lot<T> join(T thing) {
        next.things.add(thing);
        return next;
    }

    /** Nobody joins this lot any more. Whose lot is not done and whose turn it is, is in it: lots go one at a time. */
    private synchronized Lot<T> leave() {
        Lot<T> leaving = next;
        next = new Lot<>();
        return leaving;
    }

    private void run(Lot<T> lot) {
        try {
            work.accept(lot.things);
        } catch (RuntimeException failure) {
            lot.failure = failure;
        } catch (Error failure) {
            lot.failure = new IllegalStateException(failure);
            throw failure;
        } finally {
            lot.done = true;
        }
    }
}
