package io.muelle.manifest.store;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Database;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** The manifests that name a subject, by keyset; a page is bounded in entries and in bytes. */
public final class ReferrerReader {
    /**
     * One referrer.
     *
     * @param annotations as JSON text, or null
     */
    public record Referrer(String digest, String mediaType, String artifactType, int size, String annotations) {}

    private static final int PAGE_BYTES = 3 * 1024 * 1024;
    private static final String PAGE = """
            SELECT digest, media_type, artifact_type, size, annotations FROM (
                SELECT digest, media_type, artifact_type, size, annotations, row_number() OVER (ORDER BY digest) AS number,
                    sum(500 + coalesce(octet_length(annotations), 0)) OVER (ORDER BY digest) AS total
                FROM (
                    SELECT manifest.* FROM repository JOIN manifest ON manifest.repository_id = repository.id
                    WHERE repository.name = $1 AND manifest.subject = $2 AND manifest.digest > $3
                        AND ($4::text IS NULL OR manifest.artifact_type = $4)
                    ORDER BY manifest.digest LIMIT $5) AS page) AS counted
            WHERE number = 1 OR total <= $6 ORDER BY digest""";

    private final Database database;

    public ReferrerReader(Database database) {
        this.database = database;
    }

    /** At most {@code limit} referrers, and the first in any case, after the digest {@code after}. */
    public Future<List<Referrer>> page(
            RepositoryName repository, Digest subject, String artifactType, String after, int limit) {
        return database.read(
                        PAGE, repository.value(), subject.toString(), after, artifactType, limit, (long) PAGE_BYTES)
                .map(rows -> {
                    List<Referrer> page = new ArrayList<>(rows.size());
                    rows.forEach(row -> page.add(new Referrer(
                            row.getString("digest"),
                            row.getString("media_type"),
                            row.getString("artifact_type"),
                            row.getInteger("size"),
                            row.getString("annotations"))));
                    return page;
                });
    }
}
