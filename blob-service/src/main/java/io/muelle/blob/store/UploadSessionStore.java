package io.muelle.blob.store;

import io.muelle.blob.domain.Upload;
import io.muelle.blob.domain.UploadSession;
import io.muelle.blob.domain.UploadState;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The rows of uploads under way. */
public final class UploadSessionStore {
    private final Database database;

    public UploadSessionStore(Database database) {
        this.database = database;
    }

    public void open(Upload upload, DigestAlgorithm algorithm, String contentKey, OffsetDateTime now) {
        database.query(
                """
                INSERT INTO upload_session (id, repository, owner, algorithm, content_key, head, touched)
                VALUES ($1, $2, $3, $4, $5, ''::bytea, $6)""", upload.id(), upload.repository().value(), upload.ownerText(), algorithm.label(), contentKey, now);
    }

    /** Makes the caller the one writer, if the upload is where the caller believes it to be. */
    public Optional<UploadSession> take(Upload upload, OptionalLong expectedSize, OffsetDateTime now) {
        Row row = first(
                """
                UPDATE upload_session SET epoch = epoch + 1, touched = $5
                WHERE id = $1 AND repository = $2 AND owner = $3 AND ($4::bigint IS NULL OR size = $4)
                RETURNING id, epoch, algorithm, size, content_key, head, digest""",
                upload.id(),
                upload.repository().value(),
                upload.ownerText(),
                expectedSize.isPresent() ? expectedSize.getAsLong() : null,
                now);
        return Optional.ofNullable(row).map(UploadSessionStore::session);
    }

    public Optional<UploadState> state(Upload upload) {
        Row row = first(
                "SELECT size FROM upload_session WHERE id = $1 AND repository = $2 AND owner = $3",
                upload.id(),
                upload.repository().value(),
                upload.ownerText());
        return Optional.ofNullable(row).map(found -> new UploadState(upload.id(), found.getLong("size")));
    }

    /** Whether the upload is there and no other writer has come. */
    public boolean holds(UploadSession taken) {
        return first("SELECT 1 FROM upload_session WHERE id = $1 AND epoch = $2", taken.id(), taken.epoch()) != null;
    }

    /** Acknowledges bytes that are durable; false if another writer has come. */
    public boolean progress(UploadSession taken, long size, byte[] head, Digest digest, OffsetDateTime now) {
        return database.query(
                                """
                                UPDATE upload_session SET size = $3, head = $4, digest = $5, touched = $6
                                WHERE id = $1 AND epoch = $2""",
                                taken.id(),
                                taken.epoch(),
                                size,
                                head == null ? null : Buffer.buffer(head),
                                digest.toString(),
                                now)
                        .rowCount()
                == 1;
    }

    /** Ends the upload inside the transaction that decides it; false if another writer has come. */
    public boolean remove(Transaction transaction, UploadSession taken) {
        return transaction
                        .execute("DELETE FROM upload_session WHERE id = $1 AND epoch = $2", taken.id(), taken.epoch())
                        .rowCount()
                == 1;
    }

    /** Ends the upload that failed; the key is the caller's to delete if true. */
    public boolean discard(UploadSession taken) {
        return database.transaction(transaction -> remove(transaction, taken));
    }

    /** Forgets uploads that nobody has touched since; answers their keys, to be deleted after. */
    public List<String> expire(OffsetDateTime touchedBefore, int limit) {
        List<String> keys = new ArrayList<>();
        for (Row row : database.query("""
                DELETE FROM upload_session WHERE id IN (
                    SELECT id FROM upload_session WHERE touched < $1 ORDER BY touched LIMIT $2
                    FOR UPDATE SKIP LOCKED)
                RETURNING content_key""", touchedBefore, limit)) {
            keys.add(row.getString("content_key"));
        }
        return keys;
    }

    private Row first(String sql, Object... arguments) {
        var rows = database.query(sql, arguments).iterator();
        return rows.hasNext() ? rows.next() : null;
    }

    private static UploadSession session(Row row) {
        UUID id = row.getUUID("id");
        Buffer head = row.getBuffer("head");
        String digest = row.getString("digest");
        return new UploadSession(
                id,
                row.getLong("epoch"),
                DigestAlgorithm.ofLabel(row.getString("algorithm")).orElseThrow(),
                row.getLong("size"),
                row.getString("content_key"),
                head == null ? null : head.getBytes(),
                digest == null ? null : Digest.parse(digest));
    }
}
