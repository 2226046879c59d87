package io.muelle.blob.domain;

import io.muelle.blob.store.BlobStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A store whose disk a test fills or breaks. */
public final class FaultyStore implements BlobStore {
    private final BlobStore store;

    /** Below the reserve. */
    public boolean nearlyFull;

    /** What every write fails with, or null. */
    public IOException failure;

    public FaultyStore(BlobStore store) {
        this.store = store;
    }

    @Override
    public Writer write(String key, long epoch, long size, Notes notes) throws IOException {
        Writer writer = store.write(key, epoch, size, notes);
        return new Writer() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (failure != null) {
                    // As a disk does it: some of the bytes are there already.
                    writer.write(bytes.slice(0, bytes.remaining() / 2));
                    throw failure;
                }
                writer.write(bytes);
            }

            @Override
            public String makeDurable() throws IOException {
                return writer.makeDurable();
            }

            @Override
            public Finished finish() throws IOException {
                return writer.finish();
            }

            @Override
            public void rest() throws IOException {
                writer.rest();
            }

            @Override
            public void overtaken() throws IOException {
                writer.overtaken();
            }

            @Override
            public void settled() throws IOException {
                writer.settled();
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }

    @Override
    public long length(String key) throws IOException {
        return store.length(key);
    }

    @Override
    public InputStream read(String key) throws IOException {
        return store.read(key);
    }

    @Override
    public Future<Void> send(HttpServerResponse response, String key, long from, long length) {
        return failure != null ? Future.failedFuture(failure) : store.send(response, key, from, length);
    }

    @Override
    public Optional<URI> address(String key) {
        return store.address(key);
    }

    @Override
    public void discard(String key, String notes) throws IOException {
        if (failure != null) {
            throw failure;
        }
        store.discard(key, notes);
    }

    @Override
    public long leastPiece() {
        return store.leastPiece();
    }

    @Override
    public long mostBytes() {
        return store.mostBytes();
    }

    @Override
    public void delete(String key) throws IOException {
        store.delete(key);
    }

    @Override
    public boolean hasRoom() throws IOException {
        return !nearlyFull && store.hasRoom();
    }
}
