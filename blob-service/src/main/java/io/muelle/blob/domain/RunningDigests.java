package io.muelle.blob.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.UUID;

/**
 * The unfinished hashes of uploads that came in here, so that a further piece need not read the earlier ones again. Only
 * a help: what is not here is read back in the end.
 */
final class RunningDigests {
    private static final int LIMIT = 10_000;
    private static final Duration REST = Duration.ofMinutes(30);

    private record Running(long size, MessageDigest digest) {}

    private final Cache<UUID, Running> running =
            Caffeine.newBuilder().maximumSize(LIMIT).expireAfterWrite(REST).build();

    /** Takes out the hash of exactly the first {@code size} bytes, or null. */
    MessageDigest take(UUID session, long size) {
        Running found = running.asMap().remove(session);
        return found != null && found.size() == size ? found.digest() : null;
    }

    void keep(UUID session, long size, MessageDigest digest) {
        if (digest != null) {
            running.put(session, new Running(size, digest));
        }
    }
}
