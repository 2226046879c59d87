package io.muelle.blob.store.s3;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Bytes that go to S3 in one request, in pages that are full but for the last. */
final class Piece implements AutoCloseable {
    private final Pages pages;
    private final List<ByteBuffer> filled = new ArrayList<>();
    private long size;
    private int others;
    private volatile boolean doubtful;

    Piece(Pages pages) {
        this.pages = pages;
    }

    long size() {
        return size;
    }

    /** Whether more can be written without another page. */
    boolean hasPage() {
        return !filled.isEmpty() && filled.getLast().hasRemaining();
    }

    /** Makes room for more; false where it has to be sent first, as it is large enough for a part and no page is left. */
    boolean grow() throws IOException {
        switch (filled.size()) {
            case 0 -> pages.takeFirst();
            case 1 -> {
                pages.takeLot();
                others = Pages.LOT;
            }
            default -> {
                if (filled.size() > others) {
                    if (!pages.takeOne()) {
                        return false;
                    }
                    others++;
                }
            }
        }
        filled.add(pages.page());
        return true;
    }

    /** Writes as much as the last page and the limit take; moves the position of {@code bytes}. */
    void write(ByteBuffer bytes, long limit) {
        ByteBuffer page = filled.getLast();
        int count = (int) Math.min(Math.min(bytes.remaining(), page.remaining()), limit - size);
        page.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        size += count;
    }

    /** Fills itself with all of {@code stored}. */
    void read(InputStream stored) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int count = stored.read(buffer); count >= 0; count = stored.read(buffer)) {
            for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count); bytes.hasRemaining(); ) {
                if (!hasPage() && !grow()) {
                    throw new IOException("S3 holds more than was acknowledged");
                }
                write(bytes, Long.MAX_VALUE);
            }
        }
    }

    /** The pages as they are sent, without a copy; anew for each attempt. */
    @SuppressWarnings("deprecation") // the only way from memory of ours to a buffer that copies none
    List<Buffer> buffers() {
        return filled.stream()
                .map(page ->
                        Buffer.buffer(Unpooled.wrappedBuffer(page.duplicate().flip())))
                .toList();
    }

    /** A connection that broke may still be reading the pages. */
    void doubt() {
        doubtful = true;
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        if (filled.isEmpty()) {
            return;
        }
        if (!doubtful) {
            filled.forEach(pages::keep);
        }
        filled.clear();
        pages.give(others);
        others = 0;
    }
}
