package io.muelle.blob.domain;

import io.muelle.contracts.ask.Claims;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A manifest-service that answers what a test tells it to. */
final class FixedClaims implements Claims {
    final Set<UUID> asked = new HashSet<>();
    final Set<UUID> aliveOnes = new HashSet<>();
    Outcome outcome = Outcome.COMMITTED;
    boolean alive;
    Runnable whenAsked = () -> {};

    @Override
    public Uni<Map<UUID, Outcome>> decide(Set<UUID> claims) {
        asked.addAll(claims);
        return Uni.createFrom().item(claims.stream().collect(Collectors.toMap(Function.identity(), claim -> outcome)));
    }

    @Override
    public Uni<Set<UUID>> alive(Set<UUID> claims) {
        Runnable once = whenAsked;
        whenAsked = () -> {};
        once.run();
        Set<UUID> living = claims.stream()
                .filter(claim -> alive || aliveOnes.contains(claim))
                .collect(Collectors.toSet());
        return Uni.createFrom().item(living);
    }
}
