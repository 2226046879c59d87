package io.muelle.blob.domain;

import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.UploadSessionStore;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Database;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Uploads that end with so few bytes that all of them lie in rows: taken, compared with their digest and published in
 * one transaction, since no store has to be written before it. Most blobs of an image but its layers are such.
 */
public final class SmallUploads {
    private enum Result {
        PUBLISHED,
        OTHER_DIGEST,
        NOT_SMALL
    }

    private final Database database;
    private final UploadSessionStore sessions;
    private final BlobStore store;
    private final Links links;
    private final int limit;

    public SmallUploads(
            Database database, UploadSessionStore sessions, BlobStore store, Links links, UploadLimits limits) {
        this.database = database;
        this.sessions = sessions;
        this.store = store;
        this.links = links;
        this.limit = (int) Math.min(limits.inlineLimit(), limits.maxSize());
    }

    /** Whether a body of so many bytes may be the end of such an upload. */
    public boolean mayEndWith(long length) {
        return length <= limit;
    }

    /**
     * Adds the last bytes, or none, and makes the blob visible; false if this is not such an upload, or not one that can
     * end here, and then nothing was done.
     */
    public boolean finish(Upload upload, Digest expected, OptionalLong expectedSize, byte[] body) {
        AdmittedBody.requireRoom(store);
        if (expectedSize.orElse(0) == 0 && isOf(expected, body) && links.publishAtOnce(upload, expected, body)) {
            endOthers(upload);
            return true;
        }
        Result result = Links.withLock(lock -> database.transaction(transaction -> {
            Optional<byte[]> head = sessions.takeSmall(transaction, upload, expectedSize, limit - body.length);
            if (head.isEmpty()) {
                return Result.NOT_SMALL;
            }
            byte[] bytes = joined(head.get(), body);
            if (!isOf(expected, bytes)) {
                return Result.OTHER_DIGEST;
            }
            links.publish(transaction, upload.repository(), upload.owner(), expected, StoredContent.inRow(bytes), lock);
            return Result.PUBLISHED;
        }));
        if (result == Result.NOT_SMALL) {
            return false;
        }
        endOthers(upload);
        if (result == Result.OTHER_DIGEST) {
            throw Uploads.otherDigest();
        }
        return true;
    }

    /** Somebody may still be writing to the upload, and no row says so any more. */
    private void endOthers(Upload upload) {
        Uploads.tidy(upload.id(), () -> store.discard(Uploads.contentKey(upload.id()), null));
    }

    /** Makes a blob visible that comes as a whole, without an upload. */
    public void put(RepositoryName repository, Actor owner, Digest expected, byte[] body) {
        if (!isOf(expected, body)) {
            throw Uploads.otherDigest();
        }
        AdmittedBody.requireRoom(store);
        Links.withLock(lock -> database.transaction(transaction ->
                links.publish(transaction, repository, owner, expected, StoredContent.inRow(body), lock)));
    }

    private static boolean isOf(Digest expected, byte[] bytes) {
        return Digest.of(expected.algorithm(), bytes).equals(expected);
    }

    private static byte[] joined(byte[] head, byte[] body) {
        if (head.length == 0) {
            return body;
        }
        byte[] joined = new byte[head.length + body.length];
        System.arraycopy(head, 0, joined, 0, head.length);
        System.arraycopy(body, 0, joined, head.length, body.length);
        return joined;
    }
}
