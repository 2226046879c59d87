package io.muelle.manifest.store;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
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

    private static final long PAGE_BYTES = 3 * 1024 * 1024;
    private static final String COLUMNS = "digest, media_type, artifact_type, size, annotations";
    // Two statements, since one plan for both would read referrers of every type to find those of one.
    private static final String ALL = page("");
    private static final String OF_TYPE = page("AND artifact_type = $6");

    private static String page(String filter) {
        return """
            SELECT %1$s FROM (
                SELECT %1$s, row_number() OVER (ORDER BY digest) AS number,
                    sum(500 + coalesce(octet_length(annotations), 0)) OVER (ORDER BY digest) AS total
                FROM (
                    SELECT * FROM manifest
                    WHERE repository_id = (SELECT id FROM repository WHERE name = $1)
                        AND subject = $2 AND digest > $3 %2$s
                    ORDER BY digest LIMIT $4) AS page) AS counted
            WHERE number = 1 OR total <= $5 ORDER BY digest""".formatted(COLUMNS, filter);
    }

    private final Database database;

    public ReferrerReader(Database database) {
        this.database = database;
    }

    /** At most {@code limit} referrers, of one type unless that is null, and the first in any case, after the digest {@code after}. */
    public Future<List<Referrer>> page(
            RepositoryName repository, Digest subject, String artifactType, String after, int limit) {
        Future<RowSet<Row>> rows = artifactType == null
                ? database.read(ALL, repository.value(), subject.toString(), after, limit, PAGE_BYTES)
                : database.read(
                        OF_TYPE, repository.value(), subject.toString(), after, limit, PAGE_BYTES, artifactType);
        return rows.map(ReferrerReader::referrers);
    }

    private static List<Referrer> referrers(RowSet<Row> rows) {
        List<Referrer> page = new ArrayList<>(rows.size());
        rows.forEach(row -> page.add(new Referrer(
                row.getString("digest"),
                row.getString("media_type"),
                row.getString("artifact_type"),
                row.getInteger("size"),
                row.getString("annotations"))));
        return page;
    }
}
