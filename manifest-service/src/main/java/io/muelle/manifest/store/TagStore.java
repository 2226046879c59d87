package io.muelle.manifest.store;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.TagName;
import io.muelle.platform.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tags and their history, inside transactions that change them; the manifest a tag will point to is locked already. A
 * history's times never go back, though the clocks of those who move a tag may differ.
 */
public final class TagStore {
    /**
     * Where a tag pointed before it was put.
     *
     * @param previous what the tag pointed to; empty if there was no such tag
     */
    public record Moved(Optional<Digest> previous) {}

    /** Points a tag to a manifest and keeps its history. */
    public Moved put(
            Transaction transaction, long repository, TagName tag, Digest digest, Actor actor, OffsetDateTime now) {
        while (true) {
            if (insert(transaction, repository, tag, digest, actor, now)) {
                open(transaction, repository, tag, digest, null, actor, now);
                return new Moved(Optional.empty());
            }
            Row row = transaction.first(
                    "SELECT digest FROM tag WHERE repository_id = $1 AND name = $2 FOR UPDATE",
                    repository,
                    tag.value());
            if (row != null) {
                Digest previous = Digest.parse(row.getString("digest"));
                if (!previous.equals(digest)) {
                    move(transaction, repository, tag, digest, actor, now);
                    close(transaction, repository, tag, now);
                    open(transaction, repository, tag, digest, previous, actor, now);
                }
                return new Moved(Optional.of(previous));
            }
        }
    }

    private static boolean insert(
            Transaction transaction, long repository, TagName tag, Digest digest, Actor actor, OffsetDateTime now) {
        return transaction
                        .execute("""
                                INSERT INTO tag (repository_id, name, digest, moved_at, moved_by)
                                VALUES ($1, $2, $3, $4, $5) ON CONFLICT (repository_id, name) DO NOTHING""", repository, tag.value(), digest.toString(), now, actor.name())
                        .rowCount()
                == 1;
    }

    private static void move(
            Transaction transaction, long repository, TagName tag, Digest digest, Actor actor, OffsetDateTime now) {
        transaction.send(
                "UPDATE tag SET digest = $3, moved_at = $4, moved_by = $5 WHERE repository_id = $1 AND name = $2",
                repository,
                tag.value(),
                digest.toString(),
                now,
                actor.name());
    }

    private static void open(
            Transaction transaction,
            long repository,
            TagName tag,
            Digest digest,
            Digest previous,
            Actor actor,
            OffsetDateTime now) {
        transaction.send(
                """
                INSERT INTO tag_history (repository_id, tag, digest, previous_digest, since, actor_kind, actor)
                SELECT CAST($1 AS bigint), CAST($2 AS text), CAST($3 AS text), CAST($4 AS text),
                    greatest(CAST($5 AS timestamptz), (SELECT until FROM tag_history
                        WHERE repository_id = $1 AND tag = $2 ORDER BY id DESC LIMIT 1)),
                    CAST($6 AS text), CAST($7 AS text)""",
                repository,
                tag.value(),
                digest.toString(),
                previous == null ? null : previous.toString(),
                now,
                actor.kind().name(),
                actor.name());
    }

    private static void close(Transaction transaction, long repository, TagName tag, OffsetDateTime now) {
        transaction.send(
                "UPDATE tag_history SET until = greatest($3, since) WHERE repository_id = $1 AND tag = $2 AND until IS NULL",
                repository,
                tag.value(),
                now);
    }

    /** Removes a tag; answers what it pointed to, empty if there was none. */
    public Optional<Digest> remove(Transaction transaction, long repository, TagName tag, OffsetDateTime now) {
        Row row = transaction.first(
                "DELETE FROM tag WHERE repository_id = $1 AND name = $2 RETURNING digest", repository, tag.value());
        if (row == null) {
            return Optional.empty();
        }
        close(transaction, repository, tag, now);
        return Optional.of(Digest.parse(row.getString("digest")));
    }

    /**
     * Removes the first tags of a manifest that is locked for deletion, so that none can be added.
     *
     * @param limit how many at most
     */
    public List<TagName> removeSome(
            Transaction transaction, long repository, Digest digest, int limit, OffsetDateTime now) {
        List<TagName> tags = new ArrayList<>();
        transaction
                .execute("""
                        SELECT name FROM tag WHERE repository_id = $1 AND digest = $2
                        ORDER BY name LIMIT $3 FOR UPDATE""", repository, digest.toString(), limit)
                .forEach(row -> tags.add(new TagName(row.getString("name"))));
        if (!tags.isEmpty()) {
            String[] names = tags.stream().map(TagName::value).toArray(String[]::new);
            transaction.send("DELETE FROM tag WHERE repository_id = $1 AND name = ANY($2)", repository, names);
            transaction.send(
                    "UPDATE tag_history SET until = greatest($3, since)"
                            + " WHERE repository_id = $1 AND tag = ANY($2) AND until IS NULL",
                    repository,
                    names,
                    now);
        }
        return tags;
    }

    /** The manifest a tag pointed to at a time, if the history knows. */
    public Optional<Digest> at(Transaction transaction, long repository, TagName tag, OffsetDateTime time) {
        Row row = transaction.first("""
                SELECT digest FROM tag_history
                WHERE repository_id = $1 AND tag = $2 AND since <= $3 AND (until IS NULL OR until > $3)
                ORDER BY id DESC LIMIT 1""", repository, tag.value(), time);
        return Optional.ofNullable(row).map(found -> Digest.parse(found.getString("digest")));
    }

    /** Whether the tag ever pointed to this manifest. */
    public boolean pointedTo(Transaction transaction, long repository, TagName tag, Digest digest) {
        return transaction.first(
                        "SELECT 1 FROM tag_history WHERE repository_id = $1 AND tag = $2 AND digest = $3 LIMIT 1",
                        repository,
                        tag.value(),
                        digest.toString())
                != null;
    }
}
