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
     * Begins or goes on to write at {@code key}, after {@code size} acknowledged bytes; what was written beyond them is
     * dropped, and whoever wrote there before can write no more.
     */
    Writer write(String key, long size) throws IOException;

    /** How many bytes lie at {@code key}; -1 if there is nothing. */
    long length(String key) throws IOException;

    InputStream read(String key) throws IOException;

    /** Answers with {@code length} bytes from {@code from} on; the response's head is set already. */
    Future<Void> send(HttpServerResponse response, String key, long from, long length);

    /** Removes what is at {@code key}; nothing there is no error. */
    void delete(String key) throws IOException;

    /** Whether there is room for more ({@code muelle.storage.reserve}). */
    boolean hasRoom() throws IOException;

    /** One writer of one key. */
    interface Writer extends AutoCloseable {
        /** Writes all of {@code bytes}; fails with {@link EndedException} once another writer has come. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns when all that was written survives a power cut. */
        void makeDurable() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Another writer has taken the key. */
    final class EndedException extends IOException {
        private static final long serialVersionUID = 1L;

        EndedException() {
            super("Another writer has taken the key");
        }
    }
}
