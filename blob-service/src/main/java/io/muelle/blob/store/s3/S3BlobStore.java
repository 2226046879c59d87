package io.muelle.blob.store.s3;

import io.muelle.blob.store.BlobStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Content as objects of one S3 bucket, for any number of processes. Content is the object at its upload's key, or, when
 * it was too little for parts, one beside it.
 */
public final class S3BlobStore implements BlobStore, Closeable {
    private final Parts parts;
    private final boolean redirect;
    private final Duration redirectLifetime;

    /** What its writers work with. */
    record Parts(S3Bucket bucket, S3Transfers transfers, Pages pages, long partSize, int partsAtOnce) {}

    /** @throws IllegalStateException the configuration says too little, or what cannot be */
    public S3BlobStore(S3Config config, Vertx vertx) {
        long partSize = config.partSize().asLongValue();
        if (partSize < S3Writer.LEAST_PART || partSize > config.memory().asLongValue()) {
            throw new IllegalStateException(
                    "muelle.blob.s3.part-size is at least 5M, as S3 wants it, and at most muelle.blob.s3.memory.");
        }
        this.parts = new Parts(
                new S3Bucket(config),
                new S3Transfers(vertx, config.patience()),
                new Pages(config.memory().asLongValue(), config.memoryPatience()),
                partSize,
                config.partsAtOnce());
        this.redirect = config.redirect();
        this.redirectLifetime = config.redirectLifetime();
    }

    /** Makes the bucket if there is none. */
    public void prepare() throws IOException {
        parts.bucket().make();
    }

    @Override
    public Writer write(String key, long epoch, long size, Notes notes) throws IOException {
        return new S3Writer(parts, key, epoch, size, notes);
    }

    @Override
    public long length(String key) throws IOException {
        return parts.bucket().length(key);
    }

    @Override
    public InputStream read(String key) throws IOException {
        return parts.bucket().read(key);
    }

    @Override
    public Future<Void> send(HttpServerResponse response, String key, long from, long length) {
        try {
            return parts.transfers().get(parts.bucket().toGet(key), from, length, response);
        } catch (IOException failure) {
            return Future.failedFuture(failure);
        }
    }

    @Override
    public Optional<URI> address(String key) {
        try {
            return redirect ? Optional.of(parts.bucket().toGetPublicly(key, redirectLifetime)) : Optional.empty();
        } catch (IOException unsigned) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String key) throws IOException {
        parts.bucket().delete(key);
    }

    @Override
    public void discard(String key, String notes) throws IOException {
        S3Notes left = S3Notes.parse(notes);
        try {
            if (left.upload() != null) {
                parts.bucket().abort(key, left.upload());
                parts.bucket().delete(key);
            }
        } finally {
            if (left.rest() != null) {
                parts.bucket().delete(left.rest().key());
            }
        }
    }

    /** Nobody can ask S3; where it is full it says so when it is written to. */
    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public long leastPiece() {
        return S3Writer.LEAST_PART;
    }

    @Override
    public long mostBytes() {
        return S3Writer.MOST_PARTS * parts.partSize();
    }

    @Override
    public void close() throws IOException {
        parts.transfers().close();
        parts.bucket().close();
    }
}
