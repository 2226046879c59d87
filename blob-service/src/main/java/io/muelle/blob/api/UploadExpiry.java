package io.muelle.blob.api;

import io.muelle.blob.config.BlobConfig;
import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.UploadSessionStore;
import io.muelle.blob.store.UploadSessionStore.Left;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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

    @Inject
    UploadExpiry(UploadSessionStore sessions, BlobStore store, BlobConfig config, Clock clock) {
        this(sessions, store, config.uploadLifetime(), clock);
    }

    UploadExpiry(UploadSessionStore sessions, BlobStore store, Duration lifetime, Clock clock) {
        this.sessions = sessions;
        this.store = store;
        this.lifetime = lifetime;
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

    /** Whose row is gone, nobody remembers: so one first, and no more while the store fails. */
    private void expireAll() {
        int limit = 1;
        boolean more = true;
        while (more) {
            List<Left> left = sessions.expire(OffsetDateTime.now(clock).minus(lifetime), limit);
            boolean discarded = true;
            for (Left each : left) {
                discarded &= discard(each);
            }
            more = discarded && left.size() == limit;
            limit = BATCH;
        }
    }

    private boolean discard(Left left) {
        try {
            store.discard(left.contentKey(), left.notes());
            return true;
        } catch (IOException | RuntimeException failure) {
            LOG.warnf("The bytes of an expired upload stay, at %s: %s", left.contentKey(), failure.getMessage());
            return false;
        }
    }
}
