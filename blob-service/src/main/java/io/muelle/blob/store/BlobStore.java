package io.muelle.blob.store;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where the bytes of content lie, by key. It knows no digests and no repositories; what a key means, the rows say. Its
 * calls block, but for {@link #send} and {@link #address}.
 */
public interface BlobStore {
    /**
     * Enters the writer of an upload's {@code epoch}, to go on after {@code size} acknowledged bytes. Nothing that was
     * acknowledged is touched before its first write, and nothing that a later writer publishes is touched by an
     * earlier one.
     *
     * <p>Only writers that are not closed are remembered. So whoever has entered looks, before the first write, whether
     * the upload is still its own: one that took it later either sees that look's answer changed or finds this writer
     * and ends it.
     *
     * @param key of the upload; the content's own may differ, as {@link Writer#finish} says
     * @param notes what the store wants to find again when the upload goes on, here or at another replica
     * @throws EndedException a writer of a higher epoch is at work
     */
    Writer write(String key, long epoch, long size, Notes notes) throws IOException;

    /** How many bytes lie at {@code key}; -1 if there is nothing. */
    long length(String key) throws IOException;

    /** All bytes of finished content. */
    InputStream read(String key) throws IOException;

    /** Answers with {@code length} bytes from {@code from} on; the response's head is set already. */
    Future<Void> send(HttpServerResponse response, String key, long from, long length);

    /** Where a client may fetch the content by itself for a while, if this store lets it. */
    Optional<URI> address(String key);

    /** Removes finished content; nothing there is no error. */
    void delete(String key) throws IOException;

    /** Removes all of an upload that ended without content; nothing there is no error. */
    void discard(String key, String notes) throws IOException;

    /** Whether there is room for more ({@code muelle.storage.reserve}). */
    boolean hasRoom() throws IOException;

    /** Bytes from which on a piece of an upload costs nothing extra; 0 if any size does. */
    long leastPiece();

    /** The most bytes that content can have here. */
    long mostBytes();

    /** What a store remembers of an upload, in the upload's row; null where there is nothing to remember. */
    interface Notes {
        /** As they were when the writer's last bytes were acknowledged, or else when the upload was taken. */
        String taken();

        /** Returns when they are durable. */
        void keep(String notes) throws EndedException;
    }

    /** One writer of one upload. A call may fail with {@link EndedException} once another writer has come. */
    interface Writer extends AutoCloseable {
        /** Writes all of {@code bytes} after what is there; what lay beyond the acknowledged bytes is dropped first. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns when all that was written survives a power cut, with the notes that belong to it. */
        String makeDurable() throws IOException;

        /** Leaves exactly the acknowledged and the written bytes, durable and whole: they may be published. */
        Finished finish() throws IOException;

        /** What was written is acknowledged or published; what it took the place of may go. */
        void settled() throws IOException;

        /** What was made durable last was not acknowledged, and never will be: what nobody else can have written may go. */
        void overtaken() throws IOException;

        /**
         * What was written is acknowledged, and nobody knows when more comes: lets go of files and memory until the next
         * write. The writer stays entered, so that a later one finds it and ends it.
         */
        void rest() throws IOException;

        @Override
        void close() throws IOException;
    }

    /**
     * Content that may be published.
     *
     * @param asWritten false where an earlier attempt may have put other bytes there: they have to be read back
     */
    record Finished(String key, boolean asWritten) {}

    /** Another writer has taken the upload. */
    final class EndedException extends IOException {
        private static final long serialVersionUID = 1L;

        public EndedException() {
            super("Another writer has taken the upload");
        }
    }

    /** There is no room left. */
    final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        public FullException(IOException cause) {
            super("There is no room left", cause);
        }
    }

    /** The store holds nothing of the upload any more: it has to begin anew. */
    final class LostException extends IOException {
        private static final long serialVersionUID = 1L;

        public LostException(String message) {
            super(message);
        }
    }

    /** The upload came in more pieces than the store can put together. */
    final class TooManyPiecesException extends IOException {
        private static final long serialVersionUID = 1L;

        public TooManyPiecesException(int most) {
            super("More than " + most + " pieces");
        }
    }
}
