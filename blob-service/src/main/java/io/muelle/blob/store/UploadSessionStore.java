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

    /**
     * Opens an upload. Its commit is not waited for until it is on disk: as long as no byte was acknowledged a crash may
     * forget the upload, and the first acknowledgement takes this commit with it.
     */
    public void open(Upload upload, DigestAlgorithm algorithm, String contentKey, OffsetDateTime now) {
        database.query(
                """
                INSERT INTO upload_session (id, repository, owner, algorithm, content_key, head, touched)
                SELECT $1::uuid, $2::text, $3::text, $4::text, $5::text, ''::bytea, $6::timestamptz
                FROM (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried""", upload.id(), upload.repository().value(), upload.ownerText(), algorithm.label(), contentKey, now);
    }

    /** Makes the caller the one writer, if the upload is where the caller believes it to be. */
    public Optional<UploadSession> take(Upload upload, OptionalLong expectedSize, OffsetDateTime now) {
        Row row = first(
                """
                UPDATE upload_session SET epoch = epoch + 1, touched = $5
                WHERE id = $1 AND repository = $2 AND owner = $3 AND ($4::bigint IS NULL OR size = $4)
                RETURNING id, epoch, algorithm, size, content_key, head, digest, notes""",
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

    /** Tells that the upload goes on; false if another writer has come. */
    public boolean touch(UploadSession taken, OffsetDateTime now) {
        return database.query(
                                "UPDATE upload_session SET touched = $3 WHERE id = $1 AND epoch = $2",
                                taken.id(),
                                taken.epoch(),
                                now)
                        .rowCount()
                == 1;
    }

    /** Keeps what the store needs to find again; false if another writer has come. */
    public boolean keep(UploadSession taken, String notes) {
        return database.query(
                                "UPDATE upload_session SET notes = $3 WHERE id = $1 AND epoch = $2",
                                taken.id(),
                                taken.epoch(),
                                notes)
                        .rowCount()
                == 1;
    }

    /**
     * What a writer acknowledges.
     *
     * @param head the bytes while they lie in the row, else null
     * @param digest of all of them, or null where it is not known before they are read back
     * @param notes of the store
     */
    public record Progress(long size, byte[] head, Digest digest, String notes) {}

    /** Acknowledges bytes that are durable; false if another writer has come. */
    public boolean progress(UploadSession taken, Progress progress, OffsetDateTime now) {
        return database.query(
                                """
                                UPDATE upload_session SET size = $3, head = $4, digest = $5, notes = $6, touched = $7
                                WHERE id = $1 AND epoch = $2""",
                                taken.id(),
                                taken.epoch(),
                                progress.size(),
                                progress.head() == null ? null : Buffer.buffer(progress.head()),
                                progress.digest() == null
                                        ? null
                                        : progress.digest().toString(),
                                progress.notes(),
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

    /**
     * Takes an upload and ends it at once, if it is where the caller believes it to be, nothing of it lies in the store and it
     * has at most {@code limit} bytes; answers those bytes.
     */
    public Optional<byte[]> takeSmall(Transaction transaction, Upload upload, OptionalLong expectedSize, int limit) {
        Row row = transaction.first(
                """
                DELETE FROM upload_session
                WHERE id = $1 AND repository = $2 AND owner = $3 AND ($4::bigint IS NULL OR size = $4)
                    AND head IS NOT NULL AND notes IS NULL AND size <= $5
                RETURNING head""",
                upload.id(),
                upload.repository().value(),
                upload.ownerText(),
                expectedSize.isPresent() ? expectedSize.getAsLong() : null,
                (long) limit);
        return Optional.ofNullable(row).map(found -> found.getBuffer("head").getBytes());
    }

    /** What an ended upload leaves in the store, to be discarded after. */
    public record Left(String contentKey, String notes) {}

    /** Ends the upload that failed; empty if another writer has come. */
    public Optional<Left> discard(UploadSession taken) {
        Row row = first(
                "DELETE FROM upload_session WHERE id = $1 AND epoch = $2 RETURNING content_key, notes",
                taken.id(),
                taken.epoch());
        return Optional.ofNullable(row).map(UploadSessionStore::left);
    }

    /** Forgets uploads that nobody has touched since. */
    public List<Left> expire(OffsetDateTime touchedBefore, int limit) {
        List<Left> left = new ArrayList<>();
        for (Row row : database.query("""
                DELETE FROM upload_session WHERE id IN (
                    SELECT id FROM upload_session WHERE touched < $1 ORDER BY touched LIMIT $2
                    FOR UPDATE SKIP LOCKED)
                RETURNING content_key, notes""", touchedBefore, limit)) {
            left.add(left(row));
        }
        return left;
    }

    private static Left left(Row row) {
        return new Left(row.getString("content_key"), row.getString("notes"));
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
                digest == null ? null : Digest.parse(digest),
                row.getString("notes"));
    }
}
