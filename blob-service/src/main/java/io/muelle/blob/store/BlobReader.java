package io.muelle.blob.store;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a pull reads: one indexed look at the link, each time, so that a deletion is seen at once. */
public final class BlobReader {
    private static final String FIND = """
            SELECT content.size, content.key, content.bytes, link.leased_until
            FROM link JOIN content ON content.id = link.content_id
            WHERE link.repository = $1 AND link.digest = $2""";

    private final Database database;

    public BlobReader(Database database) {
        this.database = database;
    }

    /**
     * A blob that the repository holds.
     *
     * @param key where its bytes lie, or null when they are {@code bytes}
     */
    public record Found(long size, String key, Buffer bytes, OffsetDateTime leasedUntil) {}

    public Future<Optional<Found>> find(RepositoryName repository, Digest digest) {
        return database.read(FIND, repository.value(), digest.toString()).map(BlobReader::found);
    }

    private static Optional<Found> found(RowSet<Row> rows) {
        var iterator = rows.iterator();
        if (!iterator.hasNext()) {
            return Optional.empty();
        }
        Row row = iterator.next();
        return Optional.of(new Found(
                row.getLong("size"),
                row.getString("key"),
                row.getBuffer("bytes"),
                row.getOffsetDateTime("leased_until")));
    }

    /** Renews a lease; false if the link is gone, since it must never come back this way. */
    public Future<Boolean> renew(RepositoryName repository, Digest digest, OffsetDateTime until) {
        return database.read(
                        "UPDATE link SET leased_until = greatest(leased_until, $3) WHERE repository = $1 AND digest = $2",
                        repository.value(),
                        digest.toString(),
                        until)
                .map(rows -> rows.rowCount() == 1);
    }

    /** Repositories that hold this content, the first {@code limit} by name. */
    public List<RepositoryName> holders(Digest digest, int limit) {
        List<RepositoryName> holders = new ArrayList<>();
        database.query(
                        "SELECT repository FROM link WHERE digest = $1 ORDER BY repository LIMIT $2",
                        digest.toString(),
                        limit)
                .forEach(row -> holders.add(new RepositoryName(row.getString("repository"))));
        return holders;
    }
}
