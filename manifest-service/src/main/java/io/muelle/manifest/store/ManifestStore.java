package io.muelle.manifest.store;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.domain.Manifest;
import io.muelle.manifest.domain.StoredManifest;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The rows of manifests, inside transactions that change them. */
public final class ManifestStore {
    /** Locks the children of an index against deletion, in the order of their digests; answers those that are here. */
    public Set<Digest> lockChildren(Transaction transaction, long repository, Collection<Digest> children) {
        Set<Digest> present = new HashSet<>();
        for (Row row : transaction.execute(
                """
                SELECT digest FROM manifest WHERE repository_id = $1 AND digest = ANY($2)
                ORDER BY digest FOR SHARE""",
                repository,
                children.stream().map(Digest::toString).distinct().toArray(String[]::new))) {
            present.add(Digest.parse(row.getString("digest")));
        }
        return present;
    }

    /** Whether a repository held a manifest a moment ago, and all that it names when it was stored. */
    public boolean isHereWhole(Database database, RepositoryName repository, Digest digest) {
        return database.query("""
                        SELECT 1 FROM repository JOIN manifest ON manifest.repository_id = repository.id
                        WHERE repository.name = $1 AND manifest.digest = $2 AND NOT manifest.sparse""", repository.value(), digest.toString())
                .iterator()
                .hasNext();
    }

    /**
     * Stores a manifest, and answers empty. One that is here already is locked against deletion, and keeps the media type
     * that it was pushed under first, which is the answer.
     */
    public Optional<String> insertOrLock(
            Transaction transaction,
            long repository,
            Digest digest,
            Manifest manifest,
            byte[] bytes,
            UUID claim,
            boolean sparse,
            Actor actor,
            OffsetDateTime now) {
        while (true) {
            if (insert(transaction, repository, digest, manifest, bytes, claim, sparse, actor, now)) {
                return Optional.empty();
            }
            Optional<String> held = lock(transaction, repository, digest);
            if (held.isPresent()) {
                return held;
            }
        }
    }

    /** Locks a manifest against deletion, and answers its media type; empty if it is not here. */
    public Optional<String> lock(Transaction transaction, long repository, Digest digest) {
        Row row = transaction.first(
                "SELECT media_type FROM manifest WHERE repository_id = $1 AND digest = $2 FOR SHARE",
                repository,
                digest.toString());
        return Optional.ofNullable(row).map(found -> found.getString("media_type"));
    }

    private static boolean insert(
            Transaction transaction,
            long repository,
            Digest digest,
            Manifest manifest,
            byte[] bytes,
            UUID claim,
            boolean sparse,
            Actor actor,
            OffsetDateTime now) {
        Manifest.Common common = manifest.common();
        long totalSize = bytes.length + (manifest instanceof Manifest.Image image ? image.totalSize() : 0);
        boolean made = transaction
                        .execute(
                                """
                                INSERT INTO manifest (repository_id, digest, media_type, artifact_type, size, total_size,
                                    bytes, subject, annotations, claim, sparse, pushed_at, pushed_by)
                                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING""",
                                repository,
                                digest.toString(),
                                common.mediaType(),
                                common.artifactType(),
                                bytes.length,
                                Math.max(totalSize, bytes.length),
                                Buffer.buffer(bytes),
                                common.subject().map(Digest::toString).orElse(null),
                                common.annotations(),
                                claim,
                                sparse,
                                now,
                                actor.name())
                        .rowCount()
                == 1;
        if (made
                && manifest instanceof Manifest.Index index
                && !index.children().isEmpty()) {
            transaction.send(
                    """
                    INSERT INTO manifest_child (repository_id, parent, child)
                    SELECT $1::bigint, $2::text, child FROM unnest($3::text[]) AS child""",
                    repository,
                    digest.toString(),
                    index.children().stream()
                            .map(child -> child.digest().toString())
                            .distinct()
                            .toArray(String[]::new));
        }
        return made;
    }

    /** Locks a manifest for its deletion. */
    public Optional<StoredManifest> lockForDeletion(Transaction transaction, long repository, Digest digest) {
        Row row = transaction.first(
                "SELECT digest, media_type, claim FROM manifest WHERE repository_id = $1 AND digest = $2 FOR UPDATE",
                repository,
                digest.toString());
        return Optional.ofNullable(row).map(ManifestStore::stored);
    }

    public void remove(Transaction transaction, long repository, Digest digest) {
        transaction.execute(
                "DELETE FROM manifest WHERE repository_id = $1 AND digest = $2", repository, digest.toString());
    }

    /** Some of what a repository that is being deleted still holds. */
    public List<Digest> some(Transaction transaction, long repository, int limit) {
        List<Digest> digests = new ArrayList<>();
        transaction
                .execute(
                        "SELECT digest FROM manifest WHERE repository_id = $1 ORDER BY digest LIMIT $2",
                        repository,
                        limit)
                .forEach(row -> digests.add(Digest.parse(row.getString("digest"))));
        return digests;
    }

    private static StoredManifest stored(Row row) {
        return new StoredManifest(
                Digest.parse(row.getString("digest")), row.getString("media_type"), row.getUUID("claim"));
    }
}
