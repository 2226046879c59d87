package io.muelle.blob.domain;

import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.UploadSessionStore;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Adds bytes to one taken upload: hashes them while they pass, keeps few of them in memory for the row and hands more to
 * the store.
 */
final class UploadWriter implements AutoCloseable {
    private static final int READ_BACK = 256 * 1024;

    private final UploadSession session;
    private final UploadSessionStore sessions;
    private final BlobStore store;
    private final int inlineLimit;
    private MessageDigest running;
    private ByteArrayOutputStream head;
    private BlobStore.Writer writer;
    private long size;

    /**
     * @param running the hash of what is there already, or null to read it back when it is needed
     */
    UploadWriter(
            UploadSession session,
            UploadSessionStore sessions,
            BlobStore store,
            int inlineLimit,
            MessageDigest running) {
        this.session = session;
        this.sessions = sessions;
        this.store = store;
        this.inlineLimit = inlineLimit;
        this.size = session.size();
        this.running = running;
        if (session.inRow()) {
            head = new ByteArrayOutputStream(session.head().length);
            head.writeBytes(session.head());
        }
    }

    void write(ByteBuffer bytes) throws IOException {
        running().update(bytes.duplicate());
        size += bytes.remaining();
        if (head != null && size <= inlineLimit) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            head.writeBytes(copy);
            return;
        }
        openStore().write(bytes);
    }

    private BlobStore.Writer openStore() throws IOException {
        if (writer == null) {
            writer = store.write(session.contentKey(), session.epoch(), head == null ? session.size() : 0);
            requireStillMine();
            if (head != null) {
                writer.write(ByteBuffer.wrap(head.toByteArray()));
                head = null;
            }
        }
        return writer;
    }

    /** A request that stood still may have been overtaken by one that is done, and of that the store knows nothing. */
    private void requireStillMine() throws BlobStore.EndedException {
        if (!sessions.holds(session)) {
            throw new BlobStore.EndedException();
        }
    }

    /** After this, what was written is on disk; what lies in the head is so once its row is. */
    void makeDurable() throws IOException {
        if (writer != null) {
            writer.makeDurable();
            if (store.length(session.contentKey()) != size) {
                throw new IOException("The store holds another length than was written");
            }
        }
    }

    long size() {
        return size;
    }

    /** The bytes if there are few, else null. */
    byte[] head() {
        return head == null ? null : head.toByteArray();
    }

    /** The digest of everything so far; more may follow. */
    Digest digest() throws IOException {
        if (size == session.size() && session.digest() != null) {
            return session.digest();
        }
        try {
            return Digest.finish(session.algorithm(), (MessageDigest) running().clone());
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("The JDK's digests can be cloned", impossible);
        }
    }

    /** The digest of everything so far by any algorithm; reads it back if it is another than the upload's. */
    Digest digest(DigestAlgorithm algorithm) throws IOException {
        if (algorithm == session.algorithm()) {
            return digest();
        }
        if (head != null) {
            return Digest.of(algorithm, head.toByteArray());
        }
        MessageDigest other = algorithm.newMessageDigest();
        update(other, store, session.contentKey(), size);
        return Digest.finish(algorithm, other);
    }

    /** The unfinished hash of everything so far. */
    MessageDigest running() throws IOException {
        if (running == null) {
            running = session.algorithm().newMessageDigest();
            if (session.inRow()) {
                running.update(session.head());
            } else {
                update(running, store, session.contentKey(), session.size());
            }
        }
        return running;
    }

    /** Leaves exactly what was acknowledged and written, whole and durable, to be published. */
    StoredContent finish() throws IOException {
        if (head != null) {
            return StoredContent.inRow(head.toByteArray());
        }
        openStore().finish();
        return StoredContent.atKey(session.contentKey(), size);
    }

    private static void update(MessageDigest messageDigest, BlobStore store, String key, long size) throws IOException {
        byte[] buffer = new byte[READ_BACK];
        long left = size;
        try (InputStream stored = store.read(key)) {
            while (left > 0) {
                int read = stored.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("The store holds fewer bytes than were acknowledged");
                }
                messageDigest.update(buffer, 0, read);
                left -= read;
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
