package io.muelle.blob.domain;

import io.muelle.blob.store.ReferenceStore;
import io.muelle.contracts.ask.ClaimBlobs.Answer;
import io.muelle.contracts.ask.ClaimBlobs.Claim;
import io.muelle.contracts.ask.ClaimBlobs.Granted;
import io.muelle.contracts.ask.ClaimBlobs.Missing;
import io.muelle.contracts.ask.Claims;
import io.muelle.contracts.ask.Claims.Outcome;
import io.muelle.contracts.name.Digest;
import io.muelle.platform.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Claims from the first reference to the last: made before a manifest commits, confirmed by its event, ended by the
 * manifest's end, and decided when neither was heard of.
 */
public final class BlobClaims {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Database database;
    private final ReferenceStore references;
    private final ClaimTimes times;
    private final Clock clock;
    private final Together<UUID> confirmations = new Together<>(this::confirmAll);

    public BlobClaims(Database database, ReferenceStore references, ClaimTimes times, Clock clock) {
        this.database = database;
        this.references = references;
        this.times = times;
        this.clock = clock;
    }

    /** References every blob of the claim, or none. */
    public Answer claim(Claim claim) {
        if (claim.digests().isEmpty()) {
            return new Granted(Map.of());
        }
        Map<Digest, Long> sizes = references.claim(database::query, claim, now().plus(times.decideAfter()));
        if (!claim.mayBeMissing() && sizes.size() < claim.digests().size()) {
            return new Missing(claim.digests().stream()
                    .filter(digest -> !sizes.containsKey(digest))
                    .sorted()
                    .findFirst()
                    .orElseThrow());
        }
        return new Granted(sizes);
    }

    /** Returns once it is confirmed, together with what comes at the same time. */
    public void confirm(UUID claim) {
        confirmations.add(claim);
    }

    private void confirmAll(Collection<UUID> claims) {
        references.confirm(claims, now().plus(times.askAgainAfter()));
    }

    public void end(UUID claim) {
        references.end(claim, now());
    }

    /** Asks what became of claims that were due to be heard of; true if there may be more. */
    public boolean decide(Claims claims) {
        Set<UUID> due = references.toBeAsked(now(), Claims.LIMIT);
        if (due.isEmpty()) {
            return false;
        }
        Map<UUID, Outcome> outcomes = claims.decide(due).await().atMost(PATIENCE);
        outcomes.forEach(this::settle);
        return true;
    }

    private void settle(UUID claim, Outcome outcome) {
        switch (outcome) {
            case COMMITTED -> confirm(claim);
            case ABORTED, SUPERSEDED, ENDED -> end(claim);
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
