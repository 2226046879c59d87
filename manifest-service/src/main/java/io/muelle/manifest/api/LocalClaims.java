package io.muelle.manifest.api;

import io.muelle.contracts.ask.Claims;
import io.muelle.manifest.store.ClaimOutcomes;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Answers what a blob-service in this process asks about claims. */
@Singleton
public final class LocalClaims implements Claims {
    private final ClaimOutcomes outcomes;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();

    LocalClaims(ClaimOutcomes outcomes) {
        this.outcomes = outcomes;
    }

    @Override
    public Uni<Map<UUID, Outcome>> decide(Set<UUID> claims) {
        return Uni.createFrom().item(() -> outcomes.decide(claims)).runSubscriptionOn(executor);
    }

    @Override
    public Uni<Set<UUID>> alive(Set<UUID> claims) {
        return Uni.createFrom().item(() -> outcomes.alive(claims)).runSubscriptionOn(executor);
    }
}
