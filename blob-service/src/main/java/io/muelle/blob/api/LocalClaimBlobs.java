package io.muelle.blob.api;

import io.muelle.blob.domain.BlobClaims;
import io.muelle.contracts.ask.ClaimBlobs;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Answers claims of a manifest-service in this process. */
@Singleton
public final class LocalClaimBlobs implements ClaimBlobs {
    private final BlobClaims claims;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();

    LocalClaimBlobs(BlobClaims claims) {
        this.claims = claims;
    }

    @Override
    public Uni<Answer> claim(Claim claim) {
        return Uni.createFrom().item(() -> claims.claim(claim)).runSubscriptionOn(executor);
    }

    @Override
    public Uni<Void> release(UUID claim) {
        return Uni.createFrom()
                .item(claim)
                .invoke(claims::end)
                .replaceWithVoid()
                .runSubscriptionOn(executor);
    }
}
