package io.muelle.blob.domain;

import java.nio.ByteBuffer;

/** Bytes as they come in, for code that blocks. */
@FunctionalInterface
public interface ByteSource {
    ByteSource EMPTY = () -> null;

    /** The next piece, or null at the end; throws what broke it off. */
    ByteBuffer next();
}
