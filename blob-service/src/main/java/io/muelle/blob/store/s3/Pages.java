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
 * first needed and used again. Where none is left, a writer waits, and with it its client. Whoever has a first page and
 * waits for more gets at once all that make a part of it, from pages that no first one is of: so nobody who has what a
 * part needs waits for anybody, and of many that begin together some always go on.
 */
final class Pages {
    static final int SIZE = 1024 * 1024;
    /** With the first page, these are a part. */
    static final int LOT = (int) (S3Writer.LEAST_PART / SIZE) - 1;

    private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final Semaphore firsts;
    private final Semaphore others;
    private final Duration patience;

    /**
     * @param bytes how much memory all pages may take, at least a part
     * @param patience how long a writer waits for some
     */
    Pages(long bytes, Duration patience) {
        int all = (int) Math.max(1 + LOT, bytes / SIZE);
        int beginnings = Math.max(1, all / 4);
        this.firsts = new Semaphore(beginnings, true);
        this.others = new Semaphore(all - beginnings, true);
        this.patience = patience;
    }

    /** Waits for a first page. */
    void takeFirst() throws IOException {
        take(firsts, 1);
    }

    /** Waits for all that make a part of one page. */
    void takeLot() throws IOException {
        take(others, LOT);
    }

    /** Takes one more, if there is one at once. */
    boolean takeOne() {
        return others.tryAcquire();
    }

    private void take(Semaphore permits, int number) throws IOException {
        try {
            if (!permits.tryAcquire(number, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("no memory is left for uploads (muelle.blob.s3.memory)");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the process is stopping", stopping);
        }
    }

    /** An empty page that was taken before. */
    ByteBuffer page() {
        ByteBuffer page = free.poll();
        return page == null ? ByteBuffer.allocateDirect(SIZE) : page.clear();
    }

    /** Takes the memory of a page back. One that a broken connection may still be reading is left to the collector. */
    void keep(ByteBuffer page) {
        free.add(page);
    }

    /** Lets others take what was taken: a first page, and so many of the others. */
    void give(int more) {
        firsts.release();
        others.release(more);
    }
}
