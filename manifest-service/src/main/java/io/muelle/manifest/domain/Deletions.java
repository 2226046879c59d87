package io.muelle.manifest.domain;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.ask.Claims.Outcome;
import io.muelle.contracts.event.ImageDeleted;
import io.muelle.contracts.event.ManifestDeleted;
import io.muelle.contracts.event.RegistryEvent;
import io.muelle.contracts.event.RepositoryDeleted;
import io.muelle.contracts.event.TagDeleted;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.manifest.store.ClaimOutcomes;
import io.muelle.manifest.store.ManifestStore;
import io.muelle.manifest.store.Repositories;
import io.muelle.manifest.store.TagStore;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.muelle.platform.event.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Deletes tags, manifests and repositories; what is deleted is gone for everybody with the commit. */
public final class Deletions {
    // What one transaction does is bounded, however much there is: others wait for it, and its events are in memory.
    private static final int TAGS_AT_ONCE = 500;
    private static final int MANIFESTS_AT_ONCE = 50;
    private static final int HISTORY_AT_ONCE = 5_000;

    private enum Step {
        NOTHING_THERE,
        MORE_TO_DO,
        DONE
    }

    private final Database database;
    private final Repositories repositories;
    private final ManifestStore manifests = new ManifestStore();
    private final TagStore tags = new TagStore();
    private final ClaimOutcomes outcomes;
    private final Outbox outbox;
    private final Clock clock;

    public Deletions(Database database, Repositories repositories, Outbox outbox, Clock clock) {
        this.database = database;
        this.repositories = repositories;
        this.outcomes = new ClaimOutcomes(database);
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Deletes a tag, not what it points to; false if there was none. */
    public boolean deleteTag(RepositoryName repository, TagName tag, Actor actor) {
        Instant now = clock.instant();
        return database.transaction(transaction -> {
            OptionalLong id = repositories.lock(transaction, repository);
            if (id.isEmpty()) {
                return false;
            }
            Optional<Digest> pointedTo = tags.remove(transaction, id.getAsLong(), tag, now.atOffset(ZoneOffset.UTC));
            pointedTo.ifPresent(digest -> outbox.append(
                    transaction,
                    List.of(new TagDeleted(repository.value(), tag.value(), digest.toString(), actor, now))));
            return pointedTo.isPresent();
        });
    }

    /**
     * Deletes a manifest and its tags, though an index may name it; false if there was none. Of many tags some go at a
     * time, and the manifest with the last: what a crash leaves, a repeat finishes.
     */
    public boolean deleteManifest(RepositoryName repository, Digest digest, Actor actor) {
        boolean existed = false;
        while (true) {
            Step step = database.transaction(transaction -> {
                OptionalLong id = repositories.lock(transaction, repository);
                return id.isEmpty()
                        ? Step.NOTHING_THERE
                        : delete(transaction, id.getAsLong(), repository, digest, actor);
            });
            switch (step) {
                case NOTHING_THERE -> {
                    return existed;
                }
                case DONE -> {
                    return true;
                }
                case MORE_TO_DO -> existed = true;
            }
        }
    }

    private Step delete(Transaction transaction, long id, RepositoryName repository, Digest digest, Actor actor) {
        Optional<StoredManifest> stored = manifests.lockForDeletion(transaction, id, digest);
        if (stored.isEmpty()) {
            return Step.NOTHING_THERE;
        }
        Instant now = clock.instant();
        List<RegistryEvent> events = new ArrayList<>();
        List<TagName> removed = tags.removeSome(transaction, id, digest, TAGS_AT_ONCE, now.atOffset(ZoneOffset.UTC));
        for (TagName tag : removed) {
            events.add(new TagDeleted(repository.value(), tag.value(), digest.toString(), actor, now));
            events.add(new ImageDeleted(repository.value(), tag.value(), digest.toString(), actor, now));
        }
        boolean last = removed.size() < TAGS_AT_ONCE;
        if (last) {
            manifests.remove(transaction, id, digest);
            outcomes.settle(transaction, stored.get().claim(), Outcome.ENDED);
            events.add(new ManifestDeleted(
                    repository.value(),
                    digest.toString(),
                    stored.get().mediaType(),
                    stored.get().claim(),
                    actor,
                    now));
        }
        outbox.append(transaction, events);
        return last ? Step.DONE : Step.MORE_TO_DO;
    }

    /** Deletes all that a repository holds, some at a time, and then itself; false if there was none. */
    public boolean deleteRepository(RepositoryName repository, Actor actor) {
        boolean existed = false;
        while (true) {
            List<Digest> left = new ArrayList<>();
            Step step = database.transaction(transaction -> {
                left.clear();
                return step(transaction, repository, actor, left);
            });
            switch (step) {
                case NOTHING_THERE -> {
                    return existed;
                }
                case DONE -> {
                    return true;
                }
                case MORE_TO_DO -> {
                    existed = true;
                    left.forEach(digest -> deleteManifest(repository, digest, actor));
                }
            }
        }
    }

    /**
     * Finds what to delete next; where no manifest is left, the history goes, and with its last the repository.
     *
     * @param left takes manifests that are still there
     */
    private Step step(Transaction transaction, RepositoryName repository, Actor actor, List<Digest> left) {
        OptionalLong id = repositories.lockForDeletion(transaction, repository);
        if (id.isEmpty()) {
            return Step.NOTHING_THERE;
        }
        left.addAll(manifests.some(transaction, id.getAsLong(), MANIFESTS_AT_ONCE));
        if (!left.isEmpty()
                || repositories.forgetHistory(transaction, id.getAsLong(), HISTORY_AT_ONCE) == HISTORY_AT_ONCE) {
            return Step.MORE_TO_DO;
        }
        repositories.remove(transaction, id.getAsLong());
        outbox.append(transaction, List.of(new RepositoryDeleted(repository.value(), actor, clock.instant())));
        return Step.DONE;
    }
}
