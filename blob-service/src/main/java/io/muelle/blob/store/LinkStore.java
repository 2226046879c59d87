package io.muelle.blob.store;

import io.muelle.blob.domain.StoredContent;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Content and the links of repositories to it. Lock order: content, then link, then reference. What a caller has to do
 * again with a stronger lock is said by {@link LockAgainException}.
 */
public final class LinkStore {
    /** How content is locked while a link is made. */
    public enum Lock {
        SHARE,
        UPDATE
    }

    /** Locks the content of this digest, if it is here, and revives it if it was condemned. */
    public Optional<Long> lockContent(Transaction transaction, Digest digest, Lock lock) {
        Row row = transaction.first(
                "SELECT id, state FROM content WHERE digest = $1 AND state <> 'deleting' FOR " + lock.name(),
                digest.toString());
        if (row == null) {
            return Optional.empty();
        }
        long id = row.getLong("id");
        if (row.getString("state").equals("condemned")) {
            if (lock == Lock.SHARE) {
                throw new LockAgainException(Lock.UPDATE);
            }
            transaction.execute(
                    "UPDATE content SET state = 'stored', number = number + 1, condemned_at = NULL WHERE id = $1", id);
        }
        return Optional.of(id);
    }

    /** As {@link #lockContent}, for content that was here a moment ago; otherwise all is to begin again. */
    public long lockPresent(Transaction transaction, Digest digest, Lock lock) {
        return lockContent(transaction, digest, lock).orElseThrow(() -> new LockAgainException(Lock.SHARE));
    }

    /** Makes content visible; empty if there is content of this digest, and then nothing is locked. */
    public Optional<Long> insertContent(Transaction transaction, Digest digest, StoredContent content) {
        Row row = transaction.first(
                """
                INSERT INTO content (digest, size, key, bytes) VALUES ($1, $2, $3, $4)
                ON CONFLICT (digest) WHERE state <> 'deleting' DO NOTHING RETURNING id""",
                digest.toString(),
                content.size(),
                content.key(),
                content.bytes() == null ? null : Buffer.buffer(content.bytes()));
        return Optional.ofNullable(row).map(made -> made.getLong("id"));
    }

    /** Links locked content under a lease and has the link reviewed at its end; {@link #made} says whether it is new. */
    public Transaction.Sent link(
            Transaction transaction,
            RepositoryName repository,
            Digest digest,
            long contentId,
            OffsetDateTime leasedUntil) {
        return transaction.send("""
                        WITH review AS (
                            INSERT INTO link_review (repository, digest, due) VALUES ($1, $2, $4))
                        INSERT INTO link AS present (repository, digest, content_id, leased_until)
                        VALUES ($1, $2, $3, $4)
                        ON CONFLICT (repository, digest) DO UPDATE
                        SET leased_until = greatest(present.leased_until, excluded.leased_until)
                        RETURNING xmax = 0 AS made""", repository.value(), digest.toString(), contentId, leasedUntil);
    }

    /** Whether there was no link before. */
    public static boolean made(Transaction.Sent link) {
        return link.rows().iterator().next().getBoolean("made");
    }

    public boolean isLinked(Transaction transaction, RepositoryName repository, Digest digest) {
        return transaction.first(
                        "SELECT 1 FROM link WHERE repository = $1 AND digest = $2",
                        repository.value(),
                        digest.toString())
                != null;
    }

    public long size(Transaction transaction, long contentId) {
        return transaction
                .first("SELECT size FROM content WHERE id = $1", contentId)
                .getLong("size");
    }

    /** Locks the link against claims; false if it is gone. */
    public boolean lockForDeletion(Transaction transaction, RepositoryName repository, Digest digest) {
        return transaction.first(
                        "SELECT 1 FROM link WHERE repository = $1 AND digest = $2 FOR UPDATE",
                        repository.value(),
                        digest.toString())
                != null;
    }

    /** Removes a locked link and has its content checked. */
    public void unlink(Transaction transaction, RepositoryName repository, Digest digest, OffsetDateTime now) {
        transaction.execute("""
                WITH gone AS (DELETE FROM link WHERE repository = $1 AND digest = $2 RETURNING content_id)
                INSERT INTO content_check (content_id, due) SELECT content_id, $3::timestamptz FROM gone""", repository.value(), digest.toString(), now);
    }
}
