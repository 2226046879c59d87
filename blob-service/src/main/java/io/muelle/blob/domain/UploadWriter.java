package io.muelle.blob.domain;

import io.muelle.blob.store.BlobStore;
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
    private final BlobStore store;
    private final int inlineLimit;
    private final MessageDigest messageDigest;
    private ByteArrayOutputStream head;
    private BlobStore.Writer writer;
    private long size;

    /**
     * @param running the hash of what is there already, or null to read it back
     */
    UploadWriter(UploadSession session, BlobStore store, int inlineLimit, MessageDigest running) throws IOException {
        this.session = session;
        this.store = store;
        this.inlineLimit = inlineLimit;
        this.size = session.size();
        this.messageDigest = running != null ? running : readBack(session, store, session.algorithm());
        if (session.inRow()) {
            head = new ByteArrayOutputStream(session.head().length);
            head.writeBytes(session.head());
        }
    }

    void write(ByteBuffer bytes) throws IOException {
        messageDigest.update(bytes.duplicate());
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
            writer = store.write(session.contentKey(), head == null ? session.size() : 0);
            if (head != null) {
                writer.write(ByteBuffer.wrap(head.toByteArray()));
                head = null;
            }
        }
        return writer;
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
    Digest digest() {
        try {
            return Digest.finish(session.algorithm(), (MessageDigest) messageDigest.clone());
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

    MessageDigest running() {
        return messageDigest;
    }

    StoredContent content() {
        return head == null ? StoredContent.atKey(session.contentKey(), size) : StoredContent.inRow(head.toByteArray());
    }

    private static MessageDigest readBack(UploadSession session, BlobStore store, DigestAlgorithm algorithm)
            throws IOException {
        MessageDigest messageDigest = algorithm.newMessageDigest();
        if (session.inRow()) {
            messageDigest.update(session.head());
        } else {
            update(messageDigest, store, session.contentKey(), session.size());
        }
        return messageDigest;
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
