package io.muelle.blob.store;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Where the bytes of content lie, by key. It knows no digests and no repositories; what a key means, the rows say. Its
 * calls block, but for {@link #send}.
 */
public interface BlobStore {
    /**
     * Enters the writer of an upload's {@code epoch}, to go on after {@code size} acknowledged bytes. Nothing at the key
     * is touched before its first write, and by then every writer of a lower epoch has been ended.
     *
     * <p>Only writers at work are remembered. So whoever has entered looks, before the first write, whether the upload
     * is still its own: one that took it later either sees that look's answer changed or finds this writer and ends it.
     *
     * @throws EndedException a writer of a higher epoch is at work
     */
    Writer write(String key, long epoch, long size) throws IOException;

    /** How many bytes lie at {@code key}; -1 if there is nothing. */
    long length(String key) throws IOException;

    InputStream read(String key) throws IOException;

    /** Answers with {@code length} bytes from {@code from} on; the response's head is set already. */
    Future<Void> send(HttpServerResponse response, String key, long from, long length);

    /** Removes what is at {@code key}; nothing there is no error. */
    void delete(String key) throws IOException;

    /** Whether there is room for more ({@code muelle.storage.reserve}). */
    boolean hasRoom() throws IOException;

    /** One writer of one key. Each call fails with {@link EndedException} once another writer has come. */
    interface Writer extends AutoCloseable {
        /** Writes all of {@code bytes} after what is there; what lay beyond the acknowledged bytes is dropped first. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns when all that was written survives a power cut. */
        void makeDurable() throws IOException;

        /** Leaves exactly the acknowledged and the written bytes, durable and whole: they may be published. */
        void finish() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Another writer has taken the key. */
    final class EndedException extends IOException {
        private static final long serialVersionUID = 1L;

        public EndedException() {
            super("Another writer has taken the key");
        }
    }

    /** There is no room left. */
    final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        public FullException(IOException cause) {
            super("There is no room left", cause);
        }
    }
}
