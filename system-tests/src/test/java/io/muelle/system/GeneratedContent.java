package io.muelle.system;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Random;

/** More bytes than memory should hold: the same block again and again, but for its number in it. */
final class GeneratedContent {
    private static final int BLOCK = 1 << 20;

    private final long seed;
    private final long size;

    /** The same seed is the same content. */
    GeneratedContent(long seed, long size) {
        this.seed = seed;
        this.size = size;
    }

    Digest digest() {
        MessageDigest digest = DigestAlgorithm.SHA256.newMessageDigest();
        Generator generator = new Generator();
        for (long at = 0; at < size; at += BLOCK) {
            digest.update(generator.block(at), 0, (int) Math.min(BLOCK, size - at));
        }
        return Digest.finish(DigestAlgorithm.SHA256, digest);
    }

    InputStream open() {
        return new Generator();
    }

    private final class Generator extends InputStream {
        private final byte[] block = new byte[BLOCK];
        private long position;

        Generator() {
            new Random(seed).nextBytes(block);
        }

        /** The block that begins at {@code start}. */
        byte[] block(long start) {
            ByteBuffer.wrap(block).putLong(0, start);
            return block;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (position == size) {
                return -1;
            }
            int from = (int) (position % BLOCK);
            int count = (int) Math.min(Math.min(length, BLOCK - from), size - position);
            System.arraycopy(block(position - from), from, into, offset, count);
            position += count;
            return count;
        }
    }
}
