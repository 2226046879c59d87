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
    private static final int BATCH = 50;

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

    /** Deletes a manifest and its tags, though an index may name it; false if there was none. */
    public boolean deleteManifest(RepositoryName repository, Digest digest, Actor actor) {
        return database.transaction(transaction -> {
            OptionalLong id = repositories.lock(transaction, repository);
            return id.isPresent() && delete(transaction, id.getAsLong(), repository, digest, actor);
        });
    }

    private boolean delete(Transaction transaction, long id, RepositoryName repository, Digest digest, Actor actor) {
        Optional<StoredManifest> stored = manifests.lockForDeletion(transaction, id, digest);
        if (stored.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        List<RegistryEvent> events = new ArrayList<>();
        for (TagName tag : tags.of(transaction, id, digest)) {
            tags.remove(transaction, id, tag, now.atOffset(ZoneOffset.UTC));
            events.add(new TagDeleted(repository.value(), tag.value(), digest.toString(), actor, now));
            events.add(new ImageDeleted(repository.value(), tag.value(), digest.toString(), actor, now));
        }
        manifests.remove(transaction, id, digest);
        outcomes.settle(transaction, stored.get().claim(), Outcome.ENDED);
        events.add(new ManifestDeleted(
                repository.value(),
                digest.toString(),
                stored.get().mediaType(),
                stored.get().claim(),
                actor,
                now));
        outbox.append(transaction, events);
        return true;
    }

    /** Deletes all that a repository holds, some manifests at a time, and then itself; false if there was none. */
    public boolean deleteRepository(RepositoryName repository, Actor actor) {
        boolean existed = false;
        while (true) {
            Optional<List<Digest>> batch = database.transaction(transaction -> batch(transaction, repository, actor));
            if (batch.isEmpty()) {
                return existed;
            }
            existed = true;
            for (Digest digest : batch.get()) {
                deleteManifest(repository, digest, actor);
            }
            if (batch.get().isEmpty()) {
                return true;
            }
        }
    }

    /** What to delete next. When nothing is left, the repository goes in this transaction; empty if it is gone. */
    private Optional<List<Digest>> batch(Transaction transaction, RepositoryName repository, Actor actor) {
        OptionalLong id = repositories.lockForDeletion(transaction, repository);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        List<Digest> left = manifests.some(transaction, id.getAsLong(), BATCH);
        if (left.isEmpty()) {
            repositories.remove(transaction, id.getAsLong());
            outbox.append(transaction, List.of(new RepositoryDeleted(repository.value(), actor, clock.instant())));
        }
        return Optional.of(left);
    }
}
