package io.muelle.platform.http;

import io.muelle.platform.time.Patience;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntConsumer;

/**
 * A request's body for code that blocks, with back-pressure: the socket is read only as fast as {@link #next} is
 * called, and at most {@value #AHEAD} buffers wait. The request itself is touched on its event loop only: HTTP/2
 * refuses to be asked for more once it has ended, and loses what two threads ask for at once. Who does not read to the
 * end closes it.
 */
public final class RequestBody implements AutoCloseable {
    private static final int AHEAD = 2;
    private static final long SLOWEST_BYTES_PER_SECOND = 1024;

    private sealed interface Part {
        record Bytes(Buffer buffer) implements Part {}

        record End() implements Part {}

        record Broken() implements Part {}

        /** Nothing came while the code waited for the piece of this number. */
        record Late(long piece) implements Part {}
    }

    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private final HttpServerRequest request;
    private final Context eventLoop;
    private final Duration patience;
    private final boolean streamed;
    private long piece;
    private long received;
    private long waitedNanos;
    private Buffer held;
    private boolean ended;
    private boolean closed;

    private RequestBody(HttpServerRequest request, Duration patience, boolean streamed) {
        this.request = request;
        this.eventLoop = UnreadBody.eventLoop(request);
        this.patience = patience;
        this.streamed = streamed;
        eventLoop.runOnContext(here -> begin());
    }

    /**
     * Begins to read what is kept whole, so that it is small.
     *
     * @param patience how long a client may send nothing
     */
    public static RequestBody small(HttpServerRequest request, Duration patience) {
        return new RequestBody(request, patience, false);
    }

    /**
     * Begins to read what may be large and passes by: where it is, its connection holds a large buffer as long as it
     * lasts, so the number of such bodies has to be bounded.
     *
     * @param patience how long a client may send nothing
     */
    public static RequestBody streamed(HttpServerRequest request, Duration patience) {
        return new RequestBody(request, patience, true);
    }

    private void begin() {
        if (request.response().closed()) {
            parts.add(new Part.Broken());
        } else if (request.isEnded()) {
            parts.add(new Part.End());
        } else {
            if (streamed) {
                ReceivingBuffers.begin(request);
            }
            request.exceptionHandler(gone -> parts.add(new Part.Broken()));
            request.endHandler(end -> ended());
            request.handler(this::arrived);
            request.fetch(AHEAD);
        }
    }

    private void arrived(Buffer buffer) {
        if (closed) {
            ReceivingBuffers.release(buffer);
        } else {
            parts.add(new Part.Bytes(buffer));
        }
    }

    private void ended() {
        ReceivingBuffers.end(request);
        parts.add(new Part.End());
    }

    private void fetchNext() {
        if (!request.isEnded()) {
            request.fetch(1);
        }
    }

    /**
     * The next piece, which holds until the one after it is asked for; null at the end.
     *
     * @throws BodyBrokenException the client has gone, sends nothing, or next to nothing all the time
     */
    public Buffer next() {
        if (ended) {
            return null;
        }
        release();
        return switch (take()) {
            case Part.Bytes bytes -> {
                eventLoop.runOnContext(here -> fetchNext());
                held = bytes.buffer();
                received += held.length();
                requirePace();
                yield held;
            }
            case Part.End end -> {
                ended = true;
                yield null;
            }
            case Part.Broken broken -> throw new BodyBrokenException("The client went away in the middle of its body.");
            case Part.Late late ->
                throw new BodyBrokenException("The client has sent nothing for " + patience.toSeconds() + " s.");
        };
    }

    /** Each body has its place, and there are only so many: who sends a byte in a while would have it for ever. */
    private void requirePace() {
        if (waitedNanos > patience.toNanos() && received < SLOWEST_BYTES_PER_SECOND * (waitedNanos / 1_000_000_000.0)) {
            throw new BodyBrokenException(
                    "The client sends less than " + SLOWEST_BYTES_PER_SECOND + " bytes in a second.");
        }
    }

    private void release() {
        if (held != null) {
            ReceivingBuffers.release(held);
            held = null;
        }
    }

    /** The whole body, which has at most {@code limit} bytes; {@code tooLarge} is thrown otherwise. */
    public byte[] readAll(int limit, RegistryException tooLarge) {
        return readAll(limit, tooLarge, read -> {});
    }

    /** As {@link #readAll(int, RegistryException)}; tells {@code room} of each piece before it is kept. */
    public byte[] readAll(int limit, RegistryException tooLarge, IntConsumer room) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (this) {
            for (Buffer piece = next(); piece != null; piece = next()) {
                if (bytes.size() + piece.length() > limit) {
                    throw tooLarge;
                }
                room.accept(piece.length());
                bytes.writeBytes(piece.getBytes());
            }
        }
        return bytes.toByteArray();
    }

    /** Nothing more will be read: what has arrived goes back. */
    @Override
    public void close() {
        release();
        eventLoop.runOnContext(here -> {
            closed = true;
            for (Part part = parts.poll(); part != null; part = parts.poll()) {
                if (part instanceof Part.Bytes bytes) {
                    ReceivingBuffers.release(bytes.buffer());
                }
            }
        });
    }

    private Part take() {
        piece++;
        Part ready = parts.poll();
        return ready == null || isPast(ready) ? await(new Part.Late(piece)) : ready;
    }

    private Part await(Part.Late late) {
        Patience waiting = Patience.begin(patience, () -> parts.add(late));
        long begun = System.nanoTime();
        try {
            Part part = parts.take();
            while (isPast(part)) {
                part = parts.take();
            }
            return part;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BodyBrokenException("The process is stopping.");
        } finally {
            waiting.end();
            waitedNanos += System.nanoTime() - begun;
        }
    }

    /** A piece came in the very moment it was given up. */
    private boolean isPast(Part part) {
        return part instanceof Part.Late late && late.piece() < piece;
    }
}
