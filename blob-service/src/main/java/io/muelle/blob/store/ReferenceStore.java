package io.muelle.blob.store;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Which claims hold which blobs. Every statement may be repeated, so that repeats of events do no harm. */
public final class ReferenceStore {
    private static final String END = """
            WITH ended AS (DELETE FROM reference WHERE claim = $1 RETURNING repository, digest)
            INSERT INTO link_review (repository, digest, due) SELECT repository, digest, $2::timestamptz FROM ended""";

    private final Database database;

    public ReferenceStore(Database database) {
        this.database = database;
    }

    /** Locks the links of these digests, in the order of the digests, against deletion; answers the sizes. */
    public Map<Digest, Long> lockLinks(Transaction transaction, RepositoryName repository, Set<Digest> digests) {
        Map<Digest, Long> sizes = new HashMap<>();
        for (Row row : transaction.execute("""
                SELECT link.digest, content.size FROM link JOIN content ON content.id = link.content_id
                WHERE link.repository = $1 AND link.digest = ANY($2) ORDER BY link.digest FOR SHARE OF link""", repository.value(), texts(digests))) {
            sizes.put(Digest.parse(row.getString("digest")), row.getLong("size"));
        }
        return sizes;
    }

    public void add(
            Transaction transaction, UUID claim, RepositoryName repository, Set<Digest> digests, OffsetDateTime askAt) {
        transaction.execute("""
                INSERT INTO reference (claim, repository, digest, ask_at)
                SELECT $1::uuid, $2::text, digest, $4::timestamptz FROM unnest($3::text[]) AS digest""", claim, repository.value(), texts(digests), askAt);
    }

    /** The manifest of this claim is committed. Never makes a reference that is gone. */
    public void confirm(UUID claim, OffsetDateTime askAgainAt) {
        database.query("UPDATE reference SET confirmed = true, ask_at = $2 WHERE claim = $1", claim, askAgainAt);
    }

    /** The claim holds nothing any more. */
    public void end(UUID claim, OffsetDateTime now) {
        database.query(END, claim, now);
    }

    /** Claims whose outcome is to be asked for. */
    public Set<UUID> toBeAsked(OffsetDateTime now, int limit) {
        Set<UUID> claims = new LinkedHashSet<>();
        for (Row row :
                database.query("SELECT claim FROM reference WHERE ask_at <= $1 ORDER BY ask_at LIMIT $2", now, limit)) {
            claims.add(row.getUUID("claim"));
        }
        return claims;
    }

    /** At most {@code limit} of the claims that hold this blob in this repository. */
    public Set<UUID> claimsOf(RepositoryName repository, Digest digest, int limit) {
        Set<UUID> claims = new HashSet<>();
        database.query(
                        "SELECT claim FROM reference WHERE repository = $1 AND digest = $2 LIMIT $3",
                        repository.value(),
                        digest.toString(),
                        limit)
                .forEach(row -> claims.add(row.getUUID("claim")));
        return claims;
    }

    /** Whether a claim that is not one of these holds the blob; the link is locked, so none can come. */
    public boolean heldByAnother(
            Transaction transaction, RepositoryName repository, Digest digest, Collection<UUID> claims) {
        return transaction.first(
                        "SELECT 1 FROM reference WHERE repository = $1 AND digest = $2 AND claim <> ALL($3) LIMIT 1",
                        repository.value(),
                        digest.toString(),
                        claims.toArray(UUID[]::new))
                != null;
    }

    /** Removes what dead claims hold of this one blob and has its link reviewed. */
    public void remove(
            Transaction transaction,
            RepositoryName repository,
            Digest digest,
            Collection<UUID> claims,
            OffsetDateTime now) {
        transaction.execute("""
                WITH ended AS (
                    DELETE FROM reference WHERE repository = $1 AND digest = $2 AND claim = ANY($3) RETURNING 1)
                INSERT INTO link_review (repository, digest, due)
                SELECT $1::text, $2::text, $4::timestamptz WHERE EXISTS (SELECT 1 FROM ended)""", repository.value(), digest.toString(), claims.toArray(UUID[]::new), now);
    }

    private static String[] texts(Set<Digest> digests) {
        return digests.stream().sorted().map(Digest::toString).toArray(String[]::new);
    }
}
