package io.muelle.blob.store;

import io.muelle.contracts.ask.ClaimBlobs.Claim;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
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
    private static final String CLAIM = """
            WITH linked AS (
                SELECT link.digest, content.size FROM link JOIN content ON content.id = link.content_id
                WHERE link.repository = $2 AND link.digest = ANY($3) ORDER BY link.digest FOR SHARE OF link),
            referenced AS (
                INSERT INTO reference (claim, repository, digest, ask_at)
                SELECT $1::uuid, $2::text, digest, $4::timestamptz FROM unnest($3::text[]) AS digest
                WHERE $5 OR (SELECT count(*) FROM linked) = cardinality($3::text[]))
            SELECT digest, size FROM linked""";

    private static final String CONFIRM = """
            UPDATE reference SET confirmed = true, ask_at = $2
            FROM (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried WHERE claim = ANY($1)""";

    private static final String END = """
            WITH ended AS (DELETE FROM reference WHERE claim = $1 RETURNING repository, digest)
            INSERT INTO link_review (repository, digest, due) SELECT repository, digest, $2::timestamptz FROM ended""";

    private final Database database;

    public ReferenceStore(Database database) {
        this.database = database;
    }

    /** What runs the one statement of a claim: alone, or inside a transaction. */
    @FunctionalInterface
    public interface Query {
        RowSet<Row> run(String sql, Object... arguments);
    }

    /**
     * Locks the links of a claim's digests against deletion, in the order of the digests, and references them, or none of
     * them if one is missing that may not be; answers the sizes of those that are linked. A link that is being deleted
     * is waited for and then missing; whoever deletes later waits for this, and then sees the references.
     */
    public Map<Digest, Long> claim(Query query, Claim claim, OffsetDateTime askAt) {
        Map<Digest, Long> sizes = new HashMap<>();
        for (Row row : query.run(
                CLAIM, claim.id(), claim.repository().value(), texts(claim.digests()), askAt, claim.mayBeMissing())) {
            sizes.put(Digest.parse(row.getString("digest")), row.getLong("size"));
        }
        return sizes;
    }

    /**
     * The manifests of these claims are committed. Never makes a reference that is gone. Not waited for until it is on
     * disk: what is not confirmed is asked about.
     */
    public void confirm(Collection<UUID> claims, OffsetDateTime askAgainAt) {
        database.query(CONFIRM, claims.toArray(UUID[]::new), askAgainAt);
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
