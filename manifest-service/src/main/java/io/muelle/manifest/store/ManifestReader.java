package io.muelle.manifest.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.path.Reference;
import io.muelle.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;

/**
 * What a pull of a manifest reads: its row each time, so that a move or a deletion is seen at once, unless this process
 * is the only writer and knows that nothing has changed; its bytes, which never change, from a cache bounded in bytes.
 */
public final class ManifestReader {
    private static final String BY_TAG = """
            SELECT manifest.digest, manifest.media_type, manifest.size
            FROM repository JOIN tag ON tag.repository_id = repository.id
            JOIN manifest ON manifest.repository_id = repository.id AND manifest.digest = tag.digest
            WHERE repository.name = $1 AND tag.name = $2""";
    private static final String BY_DIGEST = """
            SELECT manifest.digest, manifest.media_type, manifest.size
            FROM repository JOIN manifest ON manifest.repository_id = repository.id
            WHERE repository.name = $1 AND manifest.digest = $2""";
    private static final String BYTES = """
            SELECT manifest.bytes FROM repository JOIN manifest ON manifest.repository_id = repository.id
            WHERE repository.name = $1 AND manifest.digest = $2""";

    /** A manifest that the repository holds. */
    public record Found(String digest, String mediaType, int size) {}

    private record Key(RepositoryName repository, Reference reference) {}

    private record Read(Optional<Found> found, long version) {}

    private static final int REMEMBERED = 10_000;

    private final Database database;
    private final RepositoryVersions versions;
    private final Cache<Key, Read> reads =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Cache<String, Buffer> bytes;

    public ManifestReader(Database database, RepositoryVersions versions, long cacheBytes) {
        this.database = database;
        this.versions = versions;
        this.bytes = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((String digest, Buffer content) -> digest.length() + content.length())
                .build();
    }

    public Future<Optional<Found>> find(RepositoryName repository, Reference reference) {
        // Before the read: what changes after this is not taken for what was read.
        long version = versions.current(repository);
        if (version == RepositoryVersions.CHANGING) {
            return read(repository, reference);
        }
        Key key = new Key(repository, reference);
        Read remembered = reads.getIfPresent(key);
        if (remembered != null && remembered.version() == version) {
            return Future.succeededFuture(remembered.found());
        }
        return read(repository, reference)
                .onSuccess(found -> found.ifPresent(present -> reads.put(key, new Read(found, version))));
    }

    private Future<Optional<Found>> read(RepositoryName repository, Reference reference) {
        return switch (reference) {
            case Reference.Tagged tagged ->
                database.read(BY_TAG, repository.value(), tagged.tag().value()).map(ManifestReader::found);
            case Reference.Addressed addressed ->
                database.read(BY_DIGEST, repository.value(), addressed.digest().toString())
                        .map(ManifestReader::found);
            case Reference.Malformed malformed -> Future.succeededFuture(Optional.empty());
        };
    }

    private static Optional<Found> found(RowSet<Row> rows) {
        var iterator = rows.iterator();
        if (!iterator.hasNext()) {
            return Optional.empty();
        }
        Row row = iterator.next();
        return Optional.of(new Found(row.getString("digest"), row.getString("media_type"), row.getInteger("size")));
    }

    /** The bytes of a manifest that was found a moment ago; empty if it was deleted since. */
    public Future<Optional<Buffer>> bytes(RepositoryName repository, Found found) {
        Buffer cached = bytes.getIfPresent(found.digest());
        if (cached != null) {
            return Future.succeededFuture(Optional.of(cached));
        }
        return database.read(BYTES, repository.value(), found.digest()).map(rows -> {
            var iterator = rows.iterator();
            if (!iterator.hasNext()) {
                return Optional.empty();
            }
            Buffer content = iterator.next().getBuffer("bytes");
            bytes.put(found.digest(), content);
            return Optional.of(content);
        });
    }

    public Future<Boolean> repositoryExists(RepositoryName repository) {
        return database.read("SELECT 1 FROM repository WHERE name = $1", repository.value())
                .map(rows -> rows.iterator().hasNext());
    }
}
