package io.muelle.platform.http;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledUnsafeDirectByteBuf;
import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * What the bytes of a large body are received into: few buffers outside the heap, used again and again. Vert.x copies
 * what it receives from Netty's pool into a new array each time, and hands on as it is what is of no pool, so for as long
 * as such a body lasts its connection receives into these. Who reads releases; what nobody releases, the JVM collects.
 */
final class ReceivingBuffers extends AbstractByteBufAllocator {
    private static final ReceivingBuffers INSTANCE = new ReceivingBuffers();
    private static final int KEPT = 32;

    private final Queue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT);

    private ReceivingBuffers() {}

    /** To be called on the event loop, before the body is read. */
    static void begin(HttpServerRequest request) {
        if (isLarge(request) && request.version() != HttpVersion.HTTP_2 && !request.isSSL()) {
            receive(request, INSTANCE);
        }
    }

    /** To be called on the event loop, when the body is read or given up. */
    static void end(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 && channel(request).alloc() == INSTANCE) {
            receive(request, ByteBufAllocator.DEFAULT);
        }
    }

    /** A piece of a body is read, and nobody looks at it any more. */
    @SuppressWarnings("deprecation") // the only way to what holds the bytes
    static void release(Buffer piece) {
        ByteBuf bytes = piece.getByteBuf();
        if (bytes.alloc() == INSTANCE) {
            // Vert.x shows it behind something that cannot be released.
            bytes.unwrap().release();
        }
    }

    private static boolean isLarge(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null || length.length() > 9 || Long.parseLong(length) > ServerBuffers.BYTES;
    }

    private static void receive(HttpServerRequest request, ByteBufAllocator buffers) {
        channel(request).config().setAllocator(buffers);
    }

    private static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }

    @Override
    protected ByteBuf newDirectBuffer(int capacity, int most) {
        // Netty asks for what it expects the next read to bring; a larger buffer is read into as far as it goes.
        return new Returning(this, Math.max(capacity, ServerBuffers.BYTES), most);
    }

    @Override
    protected ByteBuf newHeapBuffer(int capacity, int most) {
        return UnpooledByteBufAllocator.DEFAULT.heapBuffer(capacity, most);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    private static final class Returning extends UnpooledUnsafeDirectByteBuf {
        Returning(ReceivingBuffers home, int capacity, int most) {
            super(home, capacity, most);
        }

        @Override
        protected ByteBuffer allocateDirect(int capacity) {
            ByteBuffer used = capacity == ServerBuffers.BYTES ? INSTANCE.free.poll() : null;
            return used == null ? ByteBuffer.allocateDirect(capacity) : used.clear();
        }

        @Override
        protected void freeDirect(ByteBuffer buffer) {
            if (buffer.capacity() == ServerBuffers.BYTES) {
                INSTANCE.free.offer(buffer);
            }
        }
    }
}
