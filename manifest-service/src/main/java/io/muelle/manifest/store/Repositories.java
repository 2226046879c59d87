package io.muelle.manifest.store;

import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The rows of repositories. Whoever changes what a repository holds locks its row first, so that it cannot go away. */
public final class Repositories {
    /**
     * A repository's row.
     *
     * @param cursor what a list may tell of it to who may not see it
     */
    public record Found(RepositoryName name, OffsetDateTime createdAt, UUID cursor) {}

    /** The row to work with; {@code made} if the repository did not exist. */
    public record Locked(long id, boolean made) {}

    private static final String AFTER_EVERY_NAME = Character.toString(Character.MAX_CODE_POINT);

    private final Database database;
    private final RepositoryVersions versions;

    public Repositories(Database database, RepositoryVersions versions) {
        this.database = database;
        this.versions = versions;
    }

    public Locked lockOrMake(Transaction transaction, RepositoryName name, OffsetDateTime now) {
        versions.change(transaction, name);
        while (true) {
            OptionalLong present = keyShare(transaction, name);
            if (present.isPresent()) {
                return new Locked(present.getAsLong(), false);
            }
            Row made = transaction.first(
                    "INSERT INTO repository (name, created_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING id",
                    name.value(),
                    now);
            if (made != null) {
                return new Locked(made.getLong("id"), true);
            }
        }
    }

    public OptionalLong lock(Transaction transaction, RepositoryName name) {
        versions.change(transaction, name);
        return keyShare(transaction, name);
    }

    private static OptionalLong keyShare(Transaction transaction, RepositoryName name) {
        return id(transaction.first("SELECT id FROM repository WHERE name = $1 FOR KEY SHARE", name.value()));
    }

    /** Locks out everybody who would change what the repository holds. */
    public OptionalLong lockForDeletion(Transaction transaction, RepositoryName name) {
        versions.change(transaction, name);
        return id(transaction.first("SELECT id FROM repository WHERE name = $1 FOR UPDATE", name.value()));
    }

    private static OptionalLong id(Row row) {
        return row == null ? OptionalLong.empty() : OptionalLong.of(row.getLong("id"));
    }

    /**
     * Forgets where tags of a repository pointed that is locked for deletion; how much of it.
     *
     * @param limit how many entries at most
     */
    public int forgetHistory(Transaction transaction, long id, int limit) {
        return transaction.execute("""
                        DELETE FROM tag_history WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM tag_history WHERE repository_id = $1 LIMIT $2))""", id, limit).rowCount();
    }

    /** Removes a repository that holds nothing, and whose history is forgotten. */
    public void remove(Transaction transaction, long id) {
        transaction.execute("DELETE FROM repository WHERE id = $1", id);
    }

    public Optional<Found> find(RepositoryName name) {
        var rows = database.query("SELECT name, created_at, cursor FROM repository WHERE name = $1", name.value())
                .iterator();
        return rows.hasNext() ? Optional.of(found(rows.next())) : Optional.empty();
    }

    /** The name of a repository that a cursor points to. */
    public Optional<String> nameOf(UUID cursor) {
        var rows = database.query("SELECT name FROM repository WHERE cursor = $1", cursor)
                .iterator();
        return rows.hasNext() ? Optional.of(rows.next().getString("name")) : Optional.empty();
    }

    /** Repositories by name, after {@code after}, with names that begin with {@code prefix}. */
    public List<Found> page(String prefix, String after, int limit) {
        List<Found> page = new ArrayList<>();
        database.query("""
                        SELECT name, created_at, cursor FROM repository
                        WHERE name > $1 AND name >= $2 AND name < $3 ORDER BY name LIMIT $4""", after, prefix, prefix + AFTER_EVERY_NAME, limit).forEach(row -> page.add(found(row)));
        return page;
    }

    private static Found found(Row row) {
        return new Found(
                new RepositoryName(row.getString("name")), row.getOffsetDateTime("created_at"), row.getUUID("cursor"));
    }
}
