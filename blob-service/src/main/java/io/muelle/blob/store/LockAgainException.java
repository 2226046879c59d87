package io.muelle.blob.store;

/** What was found needs another lock: the transaction rolls back and begins again with it. */
public final class LockAgainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LinkStore.Lock lock;

    LockAgainException(LinkStore.Lock lock) {
        super("Begin again with " + lock, null, false, false);
        this.lock = lock;
    }

    public LinkStore.Lock lock() {
        return lock;
    }
}
