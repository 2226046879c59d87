package io.muelle.manifest.store;

import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Transaction;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Says whether what was read of a repository still holds, for a process that is the only writer. A version rises when a
 * change begins and again when it has ended, and while one is under way nothing holds. A change whose commit has an
 * unknown outcome never ends here: it may still come.
 */
public final class RepositoryVersions {
    /** The answer of {@link #current} when the database must be asked. */
    static final long CHANGING = -1;

    // Repositories share versions, so that their number takes no memory: a change of another one only costs a read.
    private static final int VERSIONS = 4096;
    // The low bits count the changes under way, the others those that were begun or ended.
    private static final long STEP = 0x1_0000;
    private static final long UNDER_WAY = STEP - 1;

    private final AtomicLongArray versions = new AtomicLongArray(VERSIONS);
    private final boolean onlyWriter;

    /**
     * @param onlyWriter whether nobody but this process changes what it reads; otherwise nothing ever holds
     */
    public RepositoryVersions(boolean onlyWriter) {
        this.onlyWriter = onlyWriter;
    }

    /** To be called in each transaction that changes what a repository holds, before its first change. */
    void change(Transaction transaction, RepositoryName repository) {
        int place = place(repository);
        versions.addAndGet(place, STEP + 1);
        transaction.afterEnd(() -> versions.addAndGet(place, STEP - 1));
    }

    /** What is read from now on holds as long as this stays the same. */
    long current(RepositoryName repository) {
        long version = versions.get(place(repository));
        return onlyWriter && (version & UNDER_WAY) == 0 ? version : CHANGING;
    }

    private static int place(RepositoryName repository) {
        int hash = repository.hashCode();
        return (hash ^ hash >>> 16) & VERSIONS - 1;
    }
}
