package io.muelle.blob.domain;

import io.muelle.blob.store.LinkStore;
import io.muelle.blob.store.ReferenceStore;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.ask.Claims;
import io.muelle.contracts.event.BlobDeleted;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.muelle.platform.event.Outbox;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Takes a blob out of one repository, unless a manifest there still holds it. */
public final class BlobDeletion {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private enum Result {
        DELETED,
        ABSENT,
        ASK_AGAIN
    }

    private final Database database;
    private final LinkStore links;
    private final ReferenceStore references;
    private final Claims claims;
    private final Outbox outbox;
    private final Clock clock;

    public BlobDeletion(
            Database database, LinkStore links, ReferenceStore references, Claims claims, Outbox outbox, Clock clock) {
        this.database = database;
        this.links = links;
        this.references = references;
        this.claims = claims;
        this.outbox = outbox;
        this.clock = clock;
    }

    public void delete(RepositoryName repository, Digest digest, Actor actor) {
        Set<UUID> dead = new HashSet<>();
        while (true) {
            Set<UUID> holders = references.claimsOf(repository, digest, Claims.LIMIT);
            requireDead(holders);
            dead.addAll(holders);
            Result result =
                    database.transaction(transaction -> deleteUnheld(transaction, repository, digest, actor, dead));
            switch (result) {
                case DELETED -> {
                    return;
                }
                case ABSENT -> throw new RegistryException(ErrorCode.BLOB_UNKNOWN, "The repository has no such blob.");
                case ASK_AGAIN -> forgetRemoved(repository, digest, dead);
            }
        }
    }

    private void requireDead(Set<UUID> holders) {
        boolean alive = !holders.isEmpty() && !alive(holders).isEmpty();
        if (alive) {
            throw new RegistryException(
                    ErrorCode.UNSUPPORTED, "A manifest in this repository holds the blob: delete the manifest first.");
        }
    }

    private Set<UUID> alive(Set<UUID> holders) {
        return claims.alive(holders)
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new RegistryException(
                                ErrorCode.UNAVAILABLE, "Whether a manifest holds the blob is not known now: try again.")
                        .with("Retry-After", "2"))
                .await()
                .indefinitely();
    }

    private Result deleteUnheld(
            Transaction transaction, RepositoryName repository, Digest digest, Actor actor, Set<UUID> dead) {
        if (!links.lockForDeletion(transaction, repository, digest)) {
            return Result.ABSENT;
        }
        if (references.heldByAnother(transaction, repository, digest, dead)) {
            return Result.ASK_AGAIN;
        }
        references.remove(transaction, repository, digest, dead, OffsetDateTime.now(clock));
        links.unlink(transaction, repository, digest, OffsetDateTime.now(clock));
        outbox.append(
                transaction, List.of(new BlobDeleted(repository.value(), digest.toString(), actor, clock.instant())));
        return Result.DELETED;
    }

    /** There are more holders than one ask takes, or a new one came: the dead make room for the next page. */
    private void forgetRemoved(RepositoryName repository, Digest digest, Set<UUID> dead) {
        database.transaction(transaction -> {
            references.remove(transaction, repository, digest, dead, OffsetDateTime.now(clock));
            return null;
        });
        dead.clear();
    }
}
