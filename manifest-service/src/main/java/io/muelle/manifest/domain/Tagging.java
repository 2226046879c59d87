package io.muelle.manifest.domain;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.event.RegistryEvent;
import io.muelle.contracts.event.TagCreated;
import io.muelle.contracts.event.TagMoved;
import io.muelle.contracts.event.TagRestored;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.manifest.store.ManifestStore;
import io.muelle.manifest.store.Repositories;
import io.muelle.manifest.store.TagStore;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.muelle.platform.event.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Points tags to manifests that are here already. */
public final class Tagging {
    /** What became of it. */
    public enum Result {
        MADE,
        MOVED,
        /** It pointed there already. */
        UNCHANGED,
        /** The repository, or the tag's history, is not here. */
        UNKNOWN,
        /** The manifest is not here, or not any more. */
        MANIFEST_GONE
    }

    private final Database database;
    private final Repositories repositories;
    private final ManifestStore manifests = new ManifestStore();
    private final TagStore tags = new TagStore();
    private final Outbox outbox;
    private final Clock clock;

    public Tagging(Database database, Repositories repositories, Outbox outbox, Clock clock) {
        this.database = database;
        this.repositories = repositories;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Makes or moves a tag. */
    public Result put(RepositoryName repository, TagName tag, Digest digest, Actor actor) {
        return database.transaction(transaction -> {
            OptionalLong id = repositories.lock(transaction, repository);
            return id.isEmpty()
                    ? Result.UNKNOWN
                    : point(transaction, id.getAsLong(), repository, tag, digest, actor, false);
        });
    }

    /** Points a tag again to a manifest that it pointed to before. */
    public Result restore(RepositoryName repository, TagName tag, Digest digest, Actor actor) {
        return database.transaction(transaction -> {
            OptionalLong id = repositories.lock(transaction, repository);
            if (id.isEmpty() || !tags.pointedTo(transaction, id.getAsLong(), tag, digest)) {
                return Result.UNKNOWN;
            }
            return point(transaction, id.getAsLong(), repository, tag, digest, actor, true);
        });
    }

    /** Points a tag again to what it pointed to at a time. */
    public Result restore(RepositoryName repository, TagName tag, OffsetDateTime at, Actor actor) {
        return database.transaction(transaction -> {
            OptionalLong id = repositories.lock(transaction, repository);
            if (id.isEmpty()) {
                return Result.UNKNOWN;
            }
            return tags.at(transaction, id.getAsLong(), tag, at)
                    .map(digest -> point(transaction, id.getAsLong(), repository, tag, digest, actor, true))
                    .orElse(Result.UNKNOWN);
        });
    }

    private Result point(
            Transaction transaction,
            long id,
            RepositoryName repository,
            TagName tag,
            Digest digest,
            Actor actor,
            boolean restored) {
        if (manifests.lock(transaction, id, digest).isEmpty()) {
            return Result.MANIFEST_GONE;
        }
        Instant now = clock.instant();
        Optional<Digest> previous = tags.put(transaction, id, tag, digest, actor, now.atOffset(ZoneOffset.UTC))
                .previous();
        if (previous.equals(Optional.of(digest))) {
            return Result.UNCHANGED;
        }
        outbox.append(transaction, List.of(event(repository, tag, digest, previous, actor, now, restored)));
        return previous.isEmpty() ? Result.MADE : Result.MOVED;
    }

    private static RegistryEvent event(
            RepositoryName repository,
            TagName tag,
            Digest digest,
            Optional<Digest> previous,
            Actor actor,
            Instant now,
            boolean restored) {
        String before = previous.map(Digest::toString).orElse(null);
        if (restored) {
            return new TagRestored(repository.value(), tag.value(), digest.toString(), before, actor, now);
        }
        return before == null
                ? new TagCreated(repository.value(), tag.value(), digest.toString(), actor, now)
                : new TagMoved(repository.value(), tag.value(), digest.toString(), before, actor, now);
    }
}
