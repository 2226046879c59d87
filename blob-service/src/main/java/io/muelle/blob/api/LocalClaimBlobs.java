package io.muelle.blob.api;

import io.muelle.blob.domain.BlobClaims;
import io.muelle.contracts.ask.ClaimBlobs;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Answers claims of a manifest-service in this process, on the thread that waits for the answer: it may block. */
@Singleton
public final class LocalClaimBlobs implements ClaimBlobs {
    private final BlobClaims claims;

    LocalClaimBlobs(BlobClaims claims) {
        this.claims = claims;
    }

    @Override
    public Uni<Answer> claim(Claim claim) {
        return Uni.createFrom().item(() -> claims.claim(claim));
    }

    @Override
    public Uni<Void> release(UUID claim) {
        return Uni.createFrom().item(claim).invoke(claims::end).replaceWithVoid();
    }
}
