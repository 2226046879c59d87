package io.muelle.blob.domain;

import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.UploadSessionStore;
import io.muelle.blob.store.UploadSessionStore.Progress;
import io.muelle.contracts.name.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Adds bytes to one taken upload: hashes them while they pass, keeps few of them in memory for the row and hands more to
 * the store.
 */
final class UploadWriter implements AutoCloseable {
    private static final int READ_BACK = 256 * 1024;

    private final UploadSessionStore sessions;
    private final BlobStore store;
    private final int inlineLimit;
    private UploadSession session;
    private MessageDigest running;
    private ByteArrayOutputStream head;
    private BlobStore.Writer writer;
    private long size;
    private boolean acknowledged;
    private String finished;

    UploadWriter(UploadSession session, UploadSessionStore sessions, BlobStore store, int inlineLimit) {
        this.session = session;
        this.sessions = sessions;
        this.store = store;
        this.inlineLimit = inlineLimit;
        this.size = session.size();
        if (session.inRow()) {
            head = new ByteArrayOutputStream(session.head().length);
            head.writeBytes(session.head());
            running = session.algorithm().newMessageDigest();
            running.update(session.head());
        }
    }

    /** The upload as this writer took it, and as far as it is acknowledged. */
    UploadSession session() {
        return session;
    }

    /** Another request goes on; false if another writer has come since the last. */
    boolean goOn() {
        acknowledged = false;
        return sessions.holds(session);
    }

    void write(ByteBuffer bytes) throws IOException {
        if (running != null) {
            running.update(bytes.duplicate());
        }
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
            writer = entered();
            if (head != null) {
                writer.write(ByteBuffer.wrap(head.toByteArray()));
                head = null;
            }
        }
        return writer;
    }

    /**
     * Enters, then looks: a request that stood still may have been overtaken by one that is done, and of that the store
     * knows nothing. A writer that cannot look may do nothing at all.
     */
    private BlobStore.Writer entered() throws IOException {
        BlobStore.Writer entered = store.write(
                session.contentKey(), session.epoch(), head == null ? session.size() : 0, new SessionNotes());
        boolean mine = false;
        try {
            mine = sessions.holds(session);
        } finally {
            if (!mine) {
                entered.close();
            }
        }
        if (!mine) {
            throw new BlobStore.EndedException();
        }
        return entered;
    }

    /** Bytes of memory that it takes while it rests, roughly. */
    int weight() {
        int ofHead = head == null ? 0 : 2 * head.size();
        int ofNotes = session.notes() == null ? 0 : 3 * session.notes().length();
        return 1_000 + ofHead + ofNotes;
    }

    private final class SessionNotes implements BlobStore.Notes {
        @Override
        public String taken() {
            return session.notes();
        }

        @Override
        public void keep(String notes) throws BlobStore.EndedException {
            if (!sessions.keep(session, notes)) {
                throw new BlobStore.EndedException();
            }
        }
    }

    long size() {
        return size;
    }

    /** Returns when the store has on disk what was written to it; what lies in the head is so once its row is. */
    Progress makeDurable() throws IOException {
        String notes = writer == null ? session.notes() : writer.makeDurable();
        return new Progress(size, head == null ? null : head.toByteArray(), digest().orElse(null), notes);
    }

    /** The digest of everything so far, by the upload's algorithm, if it is known; more may follow. */
    private Optional<Digest> digest() {
        if (size == session.size() && session.digest() != null) {
            return Optional.of(session.digest());
        }
        if (running == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Digest.finish(session.algorithm(), (MessageDigest) running.clone()));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("The JDK's digests can be cloned", impossible);
        }
    }

    /**
     * The content, whole and durable, to be published; empty if it is not what {@code expected} says. What did not pass
     * here, or went by another algorithm, is read back and hashed, once.
     */
    Optional<StoredContent> finish(Digest expected) throws IOException {
        if (head != null) {
            byte[] bytes = head.toByteArray();
            return Optional.of(StoredContent.inRow(bytes))
                    .filter(content -> Digest.of(expected.algorithm(), bytes).equals(expected));
        }
        Optional<Digest> known = digest().filter(digest -> digest.algorithm() == expected.algorithm());
        if (known.isPresent() && !known.get().equals(expected)) {
            return Optional.empty();
        }
        BlobStore.Finished whole = openStore().finish();
        finished = whole.key();
        boolean sure = known.isPresent() && whole.asWritten();
        return sure || readBack(finished, expected).equals(expected)
                ? Optional.of(StoredContent.atKey(finished, size))
                : Optional.empty();
    }

    /** Where the store has the whole of it, though it may not be what was expected. */
    Optional<String> finished() {
        return Optional.ofNullable(finished);
    }

    private Digest readBack(String key, Digest expected) throws IOException {
        MessageDigest digest = expected.algorithm().newMessageDigest();
        byte[] buffer = new byte[READ_BACK];
        long left = size;
        try (InputStream stored = store.read(key)) {
            while (left > 0) {
                int read = stored.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("The store holds fewer bytes than were acknowledged");
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
        }
        return Digest.finish(expected.algorithm(), digest);
    }

    /** Now that the row says what was written, what it took the place of may go. */
    void settled() throws IOException {
        if (writer != null) {
            writer.settled();
        }
    }

    /** Another writer has come before the row said what was written. */
    void overtaken() throws IOException {
        if (writer != null) {
            writer.overtaken();
        }
    }

    /** The row says what was written, and more may follow. */
    void acknowledged(Progress progress) throws IOException {
        session = session.after(progress);
        settled();
        if (writer != null) {
            writer.rest();
        }
        acknowledged = true;
    }

    /** Whether the row says all that this writer did, so that another request may go on with it. */
    boolean isAcknowledged() {
        return acknowledged;
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
