package io.muelle.blob.domain;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;

/** Bytes as they come in, for code that blocks. */
@FunctionalInterface
public interface ByteSource {
    ByteSource EMPTY = () -> null;

    static ByteSource of(byte[] bytes) {
        if (bytes.length == 0) {
            // An empty piece would open what is written to, and nothing is to be written.
            return EMPTY;
        }
        var whole = new AtomicReference<>(ByteBuffer.wrap(bytes));
        return () -> whole.getAndSet(null);
    }

    /** The next piece, or null at the end; throws what broke it off. */
    ByteBuffer next();
}
