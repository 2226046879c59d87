package io.muelle.blob.store.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that bytes wait in on their way to S3: pages of 1 MiB, as many as the operator allows, made when they are
 * first needed and used again. Where none is left, a writer waits, and with it its client.
 */
final class Pages {
    static final int SIZE = 1024 * 1024;

    private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final Semaphore permits;
    private final Duration patience;

    /**
     * @param bytes how much memory all pages may take
     * @param patience how long a writer waits for one
     */
    Pages(long bytes, Duration patience) {
        this.permits = new Semaphore((int) Math.max(1, bytes / SIZE), true);
        this.patience = patience;
    }

    /** An empty page if there is one at once, else null. */
    ByteBuffer poll() {
        return permits.tryAcquire() ? page() : null;
    }

    /** An empty page, when there is one. */
    ByteBuffer take() throws IOException {
        try {
            if (!permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("no memory is left for uploads (muelle.blob.s3.memory)");
            }
            return page();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the process is stopping", stopping);
        }
    }

    private ByteBuffer page() {
        ByteBuffer page = free.poll();
        return page == null ? ByteBuffer.allocateDirect(SIZE) : page.clear();
    }

    void give(ByteBuffer page) {
        free.add(page);
        permits.release();
    }

    /** A page that a broken connection may still be reading: its place is free, its memory is left to the collector. */
    void abandon() {
        permits.release();
    }
}
