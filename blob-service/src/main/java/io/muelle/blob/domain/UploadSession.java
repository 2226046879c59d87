package io.muelle.blob.domain;

import io.muelle.blob.store.UploadSessionStore.Progress;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import java.util.UUID;

/**
 * An upload as one writer has taken it: whoever takes it later has a higher epoch, and this writer's words count no more.
 *
 * @param size acknowledged bytes
 * @param head the bytes while there are few of them, else null
 * @param digest of the acknowledged bytes, or null where it is not known
 * @param notes what the store of content keeps with the upload
 */
public record UploadSession(
        UUID id,
        long epoch,
        DigestAlgorithm algorithm,
        long size,
        String contentKey,
        byte[] head,
        Digest digest,
        String notes) {
    /** An upload that nobody has taken yet. */
    static UploadSession opened(UUID id, DigestAlgorithm algorithm, String contentKey) {
        return new UploadSession(id, 0, algorithm, 0, contentKey, new byte[0], null, null);
    }

    /** As it is once its writer's progress is acknowledged. */
    UploadSession after(Progress progress) {
        return new UploadSession(
                id,
                epoch,
                algorithm,
                progress.size(),
                contentKey,
                progress.head(),
                progress.digest(),
                progress.notes());
    }

    /** Whether the bytes lie in the row and not in a store. */
    public boolean inRow() {
        return head != null;
    }
}
