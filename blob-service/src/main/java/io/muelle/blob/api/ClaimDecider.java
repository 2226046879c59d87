package io.muelle.blob.api;

import io.muelle.blob.domain.BlobClaims;
import io.muelle.contracts.ask.Claims;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Asks manifest-service, now and then, what became of claims nobody was heard of. */
@ApplicationScoped
public class ClaimDecider {
    private static final Logger LOG = Logger.getLogger(ClaimDecider.class);

    private final BlobClaims blobClaims;
    private final Claims claims;

    public ClaimDecider(BlobClaims blobClaims, Claims claims) {
        this.blobClaims = blobClaims;
        this.claims = claims;
    }

    @Scheduled(every = "{muelle.blob.decide-every:30s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void decide() {
        try {
            while (blobClaims.decide(claims)) {
                LOG.debug("Claims were decided");
            }
        } catch (RuntimeException failure) {
            LOG.warnf("Claims cannot be decided now: %s", failure.getMessage());
        }
    }
}
