package io.muelle.blob.api;

import io.muelle.blob.config.BlobConfig;
import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.UploadSessionStore;
import io.muelle.blob.store.UploadSessionStore.Left;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jboss.logging.Logger;

/** Forgets uploads that were left: first the row, then the bytes. */
@ApplicationScoped
public class UploadExpiry {
    private static final Logger LOG = Logger.getLogger(UploadExpiry.class);
    private static final int BATCH = 100;

    private final UploadSessionStore sessions;
    private final BlobStore store;
    private final Duration lifetime;
    private final Clock clock;

    public UploadExpiry(UploadSessionStore sessions, BlobStore store, BlobConfig config, Clock clock) {
        this.sessions = sessions;
        this.store = store;
        this.lifetime = config.uploadLifetime();
        this.clock = clock;
    }

    @Scheduled(every = "{muelle.blob.expire-every:1m}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void expire() {
        try {
            expireAll();
        } catch (RuntimeException failure) {
            LOG.warnf("Uploads cannot be expired now: %s", failure.getMessage());
        }
    }

    private void expireAll() {
        List<Left> left;
        do {
            left = sessions.expire(OffsetDateTime.now(clock).minus(lifetime), BATCH);
            left.forEach(this::discard);
        } while (left.size() == BATCH);
    }

    private void discard(Left left) {
        try {
            store.discard(left.contentKey(), left.notes());
        } catch (IOException failure) {
            LOG.warnf("The bytes of an expired upload stay for now: %s", failure.getMessage());
        }
    }
}
