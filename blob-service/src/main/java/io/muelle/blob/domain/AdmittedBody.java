package io.muelle.blob.domain;

import io.muelle.blob.store.BlobStore;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A body as far as there is room for it: it ends with SIZE_INVALID (413) where the blob would have more bytes than it may,
 * and with STORAGE_FULL (507) where the disk is nearly full.
 */
final class AdmittedBody implements ByteSource {
    // As many of these as there are uploads at once are less than the reserve.
    private static final long ROOM_CHECK_BYTES = 1024 * 1024;

    private final ByteSource body;
    private final BlobStore store;
    private final long mostBytes;
    private long size;
    private long nextCheck;

    /**
     * @param before how many bytes the upload has
     * @param mostBytes how many it may have
     */
    AdmittedBody(ByteSource body, BlobStore store, long before, long mostBytes) {
        this.body = body;
        this.store = store;
        this.size = before;
        this.nextCheck = before;
        this.mostBytes = Math.min(mostBytes, store.mostBytes());
    }

    @Override
    public ByteBuffer next() {
        ByteBuffer bytes = body.next();
        if (bytes == null) {
            return null;
        }
        if (size + bytes.remaining() > mostBytes) {
            throw new RegistryException(
                    ErrorCode.SIZE_INVALID, 413, "A blob has at most " + mostBytes + " bytes here.");
        }
        if (size >= nextCheck) {
            nextCheck = size + ROOM_CHECK_BYTES;
            requireRoom(store);
        }
        size += bytes.remaining();
        return bytes;
    }

    static void requireRoom(BlobStore store) {
        try {
            if (!store.hasRoom()) {
                throw full();
            }
        } catch (IOException failure) {
            throw Uploads.storageFails();
        }
    }

    static RegistryException full() {
        return new RegistryException(
                ErrorCode.STORAGE_FULL, "The registry's disk is nearly full: ask its operator to make room.");
    }
}
