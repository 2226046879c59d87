package io.muelle.blob.store;

import io.muelle.blob.domain.Upload;
import io.muelle.contracts.event.BlobUploaded;
import io.muelle.contracts.name.Digest;
import io.muelle.platform.database.Database;
import io.muelle.platform.event.Outbox;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The usual end of a small upload, in one statement where {@link LinkStore} takes one for each step: nothing of it was
 * acknowledged before. Of two who bring content of one digest at once, and of condemned content, it leaves the rest to
 * those steps: a statement does not look twice.
 */
public final class SmallUploadStore {
    private static final String PUBLISH = """
            WITH taken AS (
                SELECT id FROM upload_session
                WHERE id = $1 AND repository = $2 AND owner = $3 AND size = 0 AND head IS NOT NULL AND notes IS NULL
                FOR UPDATE),
            here AS (
                SELECT content.id FROM content, taken WHERE content.digest = $4 AND content.state = 'stored'
                FOR SHARE OF content),
            made AS (
                INSERT INTO content (digest, size, bytes) SELECT CAST($4 AS text), CAST($5 AS bigint), CAST($6 AS bytea)
                FROM taken WHERE NOT EXISTS (SELECT FROM here)
                ON CONFLICT (digest) WHERE state <> 'deleting' DO NOTHING RETURNING id),
            locked AS (SELECT id FROM here UNION ALL SELECT id FROM made),
            ended AS (DELETE FROM upload_session WHERE id = $1 AND EXISTS (SELECT FROM locked)),
            review AS (
                INSERT INTO link_review (repository, digest, due)
                SELECT CAST($2 AS text), CAST($4 AS text), CAST($7 AS timestamptz) FROM locked),
            linked AS (
                INSERT INTO link AS present (repository, digest, content_id, leased_until)
                SELECT CAST($2 AS text), CAST($4 AS text), id, CAST($7 AS timestamptz) FROM locked
                ON CONFLICT (repository, digest) DO UPDATE
                SET leased_until = greatest(present.leased_until, excluded.leased_until)
                RETURNING xmax = 0 AS made),
            """ + Outbox.appending("linked WHERE made", 8) + "SELECT made FROM linked";

    private final Database database;
    private final Outbox outbox;

    public SmallUploadStore(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /**
     * Ends the upload and makes its bytes visible; false if this is not the usual end, and then nothing was done. That
     * the digest is theirs was checked.
     */
    public boolean publish(
            Upload upload, Digest digest, byte[] bytes, OffsetDateTime leasedUntil, BlobUploaded uploaded) {
        List<Object> arguments = new ArrayList<>(List.of(
                upload.id(),
                upload.repository().value(),
                upload.ownerText(),
                digest.toString(),
                (long) bytes.length,
                Buffer.buffer(bytes),
                leasedUntil));
        arguments.addAll(outbox.arguments(uploaded));
        boolean published =
                database.query(PUBLISH, arguments.toArray()).iterator().hasNext();
        if (published) {
            outbox.committed();
        }
        return published;
    }
}
