package io.muelle.manifest.store;

import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of tags and of where they pointed, by keyset, so that a page costs the same in a large repository. */
public final class TagReader {
    /** A tag and what it points to. */
    public record Tag(String name, String digest, String mediaType, long size, Instant pushedAt, String pushedBy) {}

    /** One entry of a tag's history; {@code to} is null for what it points to now. */
    public record Entry(long id, Instant from, Instant to, String digest, String previousDigest, String actor) {}

    // The repository is no part of a join: PostgreSQL would sort all tags of what it does not know to be one
    // repository.
    private static final String OF_REPOSITORY =
            " FROM tag WHERE repository_id = (SELECT id FROM repository WHERE name = $1) AND ";

    private static String withManifests(String tags) {
        return "SELECT tag.name, tag.digest, manifest.media_type, manifest.total_size, tag.moved_at, tag.moved_by FROM ("
                + "SELECT *" + OF_REPOSITORY + tags + ") AS tag JOIN manifest"
                + " ON manifest.repository_id = tag.repository_id AND manifest.digest = tag.digest ORDER BY tag.name";
    }

    private final Database database;

    public TagReader(Database database) {
        this.database = database;
    }

    /** Names of tags in ASCII order after {@code after}; for code on the event loop. */
    public Future<List<String>> names(RepositoryName repository, String after, int limit) {
        return database.read(
                        "SELECT name" + OF_REPOSITORY + "name > $2 ORDER BY name LIMIT $3",
                        repository.value(),
                        after,
                        limit)
                .map(rows -> {
                    List<String> names = new ArrayList<>(rows.size());
                    rows.forEach(row -> names.add(row.getString("name")));
                    return names;
                });
    }

    /** Tags in ASCII order after {@code after}. */
    public List<Tag> page(RepositoryName repository, String after, int limit) {
        List<Tag> page = new ArrayList<>();
        database.query(withManifests("name > $2 ORDER BY name LIMIT $3"), repository.value(), after, limit)
                .forEach(row -> page.add(tag(row)));
        return page;
    }

    public Optional<Tag> find(RepositoryName repository, TagName tag) {
        var rows = database.query(withManifests("name = $2"), repository.value(), tag.value())
                .iterator();
        return rows.hasNext() ? Optional.of(tag(rows.next())) : Optional.empty();
    }

    /** The history of a tag, newest first, before the entry {@code before}. */
    public List<Entry> history(RepositoryName repository, TagName tag, long before, int limit) {
        List<Entry> entries = new ArrayList<>();
        database.query("""
                        SELECT id, since, until, digest, previous_digest, actor FROM tag_history
                        WHERE repository_id = (SELECT id FROM repository WHERE name = $1) AND tag = $2 AND id < $3
                        ORDER BY id DESC LIMIT $4""", repository.value(), tag.value(), before, limit).forEach(row -> entries.add(entry(row)));
        return entries;
    }

    private static Tag tag(Row row) {
        return new Tag(
                row.getString("name"),
                row.getString("digest"),
                row.getString("media_type"),
                row.getLong("total_size"),
                row.getOffsetDateTime("moved_at").toInstant(),
                row.getString("moved_by"));
    }

    private static Entry entry(Row row) {
        var until = row.getOffsetDateTime("until");
        return new Entry(
                row.getLong("id"),
                row.getOffsetDateTime("since").toInstant(),
                until == null ? null : until.toInstant(),
                row.getString("digest"),
                row.getString("previous_digest"),
                row.getString("actor"));
    }
}
