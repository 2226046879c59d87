package io.muelle.blob.domain;

import io.muelle.blob.store.LinkStore;
import io.muelle.blob.store.LinkStore.Lock;
import io.muelle.blob.store.LockAgainException;
import io.muelle.blob.store.SmallUploadStore;
import io.muelle.blob.store.UploadSessionStore;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.event.BlobMounted;
import io.muelle.contracts.event.BlobUploaded;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.muelle.platform.event.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** How a repository comes to hold content: by a finished upload or by a mount, always with the content row locked. */
public final class Links {
    private final Database database;
    private final UploadSessionStore sessions;
    private final LinkStore store;
    private final SmallUploadStore smallUploads;
    private final Outbox outbox;
    private final Duration lease;
    private final Clock clock;

    public Links(
            Database database,
            UploadSessionStore sessions,
            LinkStore store,
            Outbox outbox,
            Duration lease,
            Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.store = store;
        this.smallUploads = new SmallUploadStore(database, outbox);
        this.outbox = outbox;
        this.lease = lease;
        this.clock = clock;
    }

    /**
     * Makes finished content visible and ends its session, in one transaction.
     *
     * @return whether these bytes are used; if not, content of the digest was here already
     * @throws UploadMovedException another writer has come; nothing was touched
     */
    boolean finish(Upload upload, UploadSession taken, Digest digest, StoredContent content) {
        return withLock(lock -> database.transaction(transaction -> {
            if (!sessions.remove(transaction, taken)) {
                throw new UploadMovedException(new UploadState(taken.id(), taken.size()));
            }
            return publish(transaction, upload.repository(), upload.owner(), digest, content, lock);
        }));
    }

    /** Makes content visible in a repository; false if content of the digest was here already. */
    boolean publish(
            Transaction transaction,
            RepositoryName repository,
            Actor owner,
            Digest digest,
            StoredContent content,
            Lock lock) {
        Optional<Long> made = store.insertContent(transaction, digest, content);
        long contentId = made.orElseGet(() -> store.lockPresent(transaction, digest, lock));
        Transaction.Sent link = store.link(transaction, repository, digest, contentId, leaseEnd());
        // Nothing can have linked new content yet, so that answer need not be waited for.
        if (made.isPresent() || LinkStore.made(link)) {
            outbox.append(transaction, List.of(uploaded(repository, owner, digest, content.size())));
        }
        return made.isPresent();
    }

    /** Does the same, and ends the upload, where that is the usual case; else false, and nothing was done. */
    boolean publishAtOnce(Upload upload, Digest digest, byte[] bytes) {
        BlobUploaded uploaded = uploaded(upload.repository(), upload.owner(), digest, bytes.length);
        return smallUploads.publish(upload, digest, bytes, leaseEnd(), uploaded);
    }

    private BlobUploaded uploaded(RepositoryName repository, Actor owner, Digest digest, long size) {
        return new BlobUploaded(repository.value(), digest.toString(), size, owner, clock.instant());
    }

    /** Links content that another repository holds; false if that one does not hold it. */
    public boolean mount(RepositoryName repository, Digest digest, RepositoryName from, Actor actor) {
        return withLock(lock -> database.transaction(transaction -> {
            Optional<Long> content = store.lockContent(transaction, digest, lock);
            if (content.isEmpty() || !store.isLinked(transaction, from, digest)) {
                return false;
            }
            if (LinkStore.made(store.link(transaction, repository, digest, content.get(), leaseEnd()))) {
                outbox.append(
                        transaction,
                        List.of(new BlobMounted(
                                repository.value(),
                                digest.toString(),
                                store.size(transaction, content.get()),
                                from.value(),
                                actor,
                                clock.instant())));
            }
            return true;
        }));
    }

    private OffsetDateTime leaseEnd() {
        return OffsetDateTime.now(clock).plus(lease);
    }

    /** What may have to be done again with another lock. */
    @FunctionalInterface
    interface Locked<T> {
        T run(Lock lock);
    }

    /** Each further attempt means that somebody else got on, so this ends. */
    static <T> T withLock(Locked<T> work) {
        Lock lock = Lock.SHARE;
        while (true) {
            try {
                return work.run(lock);
            } catch (LockAgainException again) {
                lock = again.lock();
            }
        }
    }
}
