package io.muelle.manifest.domain;

import io.muelle.contracts.ask.ClaimBlobs;
import io.muelle.contracts.ask.ClaimBlobs.Answer;
import io.muelle.contracts.ask.ClaimBlobs.Claim;
import io.muelle.contracts.ask.ClaimBlobs.Granted;
import io.muelle.contracts.ask.ClaimBlobs.Missing;
import io.muelle.contracts.ask.Claims.Outcome;
import io.muelle.contracts.name.Descriptor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.TagName;
import io.muelle.manifest.store.ClaimDecidedException;
import io.muelle.manifest.store.ClaimOutcomes;
import io.muelle.manifest.store.ManifestStore;
import io.muelle.manifest.store.Repositories;
import io.muelle.manifest.store.TagStore;
import io.muelle.platform.database.CommitUnknownException;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.muelle.platform.event.Outbox;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.id.TimeOrderedIds;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Puts a manifest: claims its blobs, then in one transaction settles the claim, stores the bytes, moves the tags and
 * writes the events. One that the repository holds already keeps its own claim, so its push asks for none. Lock order:
 * claim outcome, repository, children by digest, manifest, tags by name, event sequence.
 */
public final class ManifestPush {
    private static final Logger LOG = Logger.getLogger(ManifestPush.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 5;

    private final Database database;
    private final Repositories repositories;
    private final ManifestStore manifests;
    private final TagStore tags;
    private final ClaimOutcomes outcomes;
    private final ClaimBlobs claimBlobs;
    private final SparsePolicy sparsePolicy;
    private final Outbox outbox;
    private final TimeOrderedIds ids;
    private final Clock clock;

    public ManifestPush(
            Database database,
            Repositories repositories,
            ClaimBlobs claimBlobs,
            SparsePolicy sparsePolicy,
            Outbox outbox,
            TimeOrderedIds ids,
            Clock clock) {
        this.database = database;
        this.repositories = repositories;
        this.manifests = new ManifestStore();
        this.tags = new TagStore();
        this.outcomes = new ClaimOutcomes(database);
        this.claimBlobs = claimBlobs;
        this.sparsePolicy = sparsePolicy;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /** Returns when the manifest is durable and visible, and its events will follow. */
    public void put(Push push) {
        if (manifests.isHereWhole(database, push.repository(), push.digest()) && putAgain(push)) {
            return;
        }
        boolean sparse = false;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                putOnce(push, sparse);
                return;
            } catch (MissingContent missing) {
                if (sparse || !sparsePolicy.allowsSparse(push.repository())) {
                    throw missing.refusal();
                }
                sparse = true;
            } catch (ClaimDecidedException decided) {
                LOG.debug("A claim was left so long that it was given up; another is as good");
            }
        }
        throw new RegistryException(ErrorCode.UNAVAILABLE, "The manifest could not be stored: push again.")
                .with("Retry-After", "1");
    }

    /** The manifest names what is not here, and was not put as a sparse one. */
    private static final class MissingContent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Digest digest;

        MissingContent(Digest digest) {
            super("Missing content", null, false, false);
            this.digest = digest;
        }

        RegistryException refusal() {
            return new RegistryException(
                    ErrorCode.MANIFEST_BLOB_UNKNOWN,
                    "The repository does not hold " + digest + ", which the manifest names: push that first.");
        }
    }

    /** False if it is gone by now, or lacks a child: then it is put as any other. */
    private boolean putAgain(Push push) {
        return database.transaction(transaction -> {
            OptionalLong repository = repositories.lock(transaction, push.repository());
            if (repository.isEmpty()
                    || !missingChildren(transaction, repository.getAsLong(), push)
                            .isEmpty()) {
                return false;
            }
            Optional<String> held = manifests.lock(transaction, repository.getAsLong(), push.digest());
            held.ifPresent(type ->
                    tag(transaction, repository.getAsLong(), push, new PushEvents(push, type, clock.instant())));
            return held.isPresent();
        });
    }

    private void putOnce(Push push, boolean sparse) {
        UUID claim = claim(push, sparse);
        boolean stored;
        try {
            stored = database.transaction(transaction -> commit(transaction, push, claim, sparse));
        } catch (ClaimDecidedException | CommitUnknownException decidedElsewhere) {
            throw decidedElsewhere;
        } catch (RuntimeException failure) {
            if (claimsBlobs(push)) {
                giveUp(claim);
            }
            throw failure;
        }
        if (!stored && claimsBlobs(push)) {
            release(claim);
        }
    }

    /** Without blobs nobody has heard of the claim, or will ask for it. */
    private static boolean claimsBlobs(Push push) {
        return !push.manifest().blobs().isEmpty();
    }

    private UUID claim(Push push, boolean sparse) {
        UUID claim = ids.next();
        Map<Digest, Long> sizes = push.manifest().sizes();
        if (!sizes.isEmpty()) {
            switch (ask(claim, push, sizes.keySet(), sparse)) {
                case Granted granted -> requireSizes(claim, sizes, granted.sizes());
                case Missing missing -> throw new MissingContent(missing.digest());
            }
        }
        return claim;
    }

    private Answer ask(UUID claim, Push push, Set<Digest> digests, boolean mayBeMissing) {
        return claimBlobs
                .claim(new Claim(claim, push.repository(), digests, mayBeMissing))
                .await()
                .atMost(PATIENCE);
    }

    private void requireSizes(UUID claim, Map<Digest, Long> expected, Map<Digest, Long> actual) {
        actual.forEach((digest, size) -> {
            if (!size.equals(expected.get(digest))) {
                giveUp(claim);
                throw new InvalidManifestException("The blob " + digest + " has " + size
                        + " bytes, and the manifest says " + expected.get(digest) + ".");
            }
        });
    }

    /** True if the manifest was stored; false if it was here, and this claim is superseded by its own. */
    private boolean commit(Transaction transaction, Push push, UUID claim, boolean sparse) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        Transaction.Sent committed = outcomes.commit(transaction, claim);
        Repositories.Locked repository = repositories.lockOrMake(transaction, push.repository(), now);
        ClaimOutcomes.requireFirst(committed);
        requireChildren(transaction, repository.id(), push, sparse);
        Optional<String> held = manifests.insertOrLock(
                transaction,
                repository.id(),
                push.digest(),
                push.manifest(),
                push.bytes(),
                claim,
                sparse,
                push.actor(),
                now);
        if (held.isPresent()) {
            outcomes.settle(transaction, claim, Outcome.SUPERSEDED);
        }
        String mediaType = held.orElse(push.manifest().common().mediaType());
        PushEvents events = new PushEvents(push, mediaType, now.toInstant());
        events.manifest(repository.made(), held.isEmpty(), claim);
        tag(transaction, repository.id(), push, events);
        return held.isEmpty();
    }

    private void tag(Transaction transaction, long repository, Push push, PushEvents events) {
        OffsetDateTime now = events.at().atOffset(ZoneOffset.UTC);
        for (TagName tag : push.tags()) {
            events.tagged(tag, tags.put(transaction, repository, tag, push.digest(), push.actor(), now));
        }
        outbox.append(transaction, events.all());
    }

    private void requireChildren(Transaction transaction, long repository, Push push, boolean sparse) {
        List<Digest> missing = missingChildren(transaction, repository, push);
        if (!sparse && !missing.isEmpty()) {
            throw new MissingContent(missing.getFirst());
        }
    }

    /** Locks the children of an index against deletion, and answers those that are not here. */
    private List<Digest> missingChildren(Transaction transaction, long repository, Push push) {
        if (!(push.manifest() instanceof Manifest.Index index)
                || index.children().isEmpty()) {
            return List.of();
        }
        List<Digest> children =
                index.children().stream().map(Descriptor::digest).distinct().toList();
        Set<Digest> present = manifests.lockChildren(transaction, repository, children);
        return children.stream().filter(child -> !present.contains(child)).toList();
    }

    /** A claim whose manifest was refused can never commit any more, so its references may go at once. */
    private void giveUp(UUID claim) {
        try {
            if (outcomes.decide(Set.of(claim)).get(claim) == Outcome.ABORTED) {
                release(claim);
            }
        } catch (RuntimeException failure) {
            LOG.debugf("Claim %s is left to the decider: %s", claim, failure.getMessage());
        }
    }

    private void release(UUID claim) {
        try {
            claimBlobs.release(claim).await().atMost(PATIENCE);
        } catch (RuntimeException failure) {
            LOG.debugf("Claim %s is left to the decider: %s", claim, failure.getMessage());
        }
    }
}
