package io.muelle.blob.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Writers of uploads that came in here and stand between two requests, with the hash of what they have written. The next
 * request goes on with its upload's writer as if the one before had not ended (ADR 18). Some 16,000 rest at most. Only a help: an upload that is
 * not here is taken from its row, and what is not hashed is read back in the end.
 */
final class RestingUploads {
    private static final Logger LOG = Logger.getLogger(RestingUploads.class);
    private static final long MOST_BYTES = 16L * 1024 * 1024;
    private static final Duration REST = Duration.ofMinutes(30);

    private record Resting(Upload upload, long size, UploadWriter writer) {
        boolean isFor(Upload asked, OptionalLong expectedSize) {
            return upload.equals(asked) && expectedSize.orElse(size) == size;
        }
    }

    private final Cache<UUID, Resting> resting = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((UUID id, Resting kept) -> kept.writer().weight())
            .expireAfterWrite(REST)
            .evictionListener((UUID id, Resting evicted, RemovalCause cause) -> close(evicted.writer()))
            .build();

    /** Takes out the writer of an upload, if it is here, where the caller believes it to be, and still the one writer. */
    Optional<UploadWriter> take(Upload upload, OptionalLong expectedSize) {
        Resting found = resting.getIfPresent(upload.id());
        boolean taken = found != null
                && found.isFor(upload, expectedSize)
                && resting.asMap().remove(upload.id(), found);
        return taken && goesOn(found.writer()) ? Optional.of(found.writer()) : Optional.empty();
    }

    private static boolean goesOn(UploadWriter writer) {
        boolean mine = false;
        try {
            mine = writer.goOn();
        } finally {
            if (!mine) {
                close(writer);
            }
        }
        return mine;
    }

    /** Lets a writer rest that has nothing unacknowledged. */
    void keep(Upload upload, UploadWriter writer) {
        Resting before = resting.asMap().put(upload.id(), new Resting(upload, writer.size(), writer));
        if (before != null) {
            close(before.writer());
        }
    }

    /** Whether more of an upload was acknowledged here than {@code size} bytes; if not, it may be so all the same. */
    boolean hasMoreThan(Upload upload, long size) {
        Resting found = resting.getIfPresent(upload.id());
        return found != null && found.upload().equals(upload) && found.size() > size;
    }

    /** Lets go of an upload that ended without its writer. */
    void forget(Upload upload) {
        Resting found = resting.getIfPresent(upload.id());
        if (found != null && found.upload().equals(upload) && resting.asMap().remove(upload.id(), found)) {
            close(found.writer());
        }
    }

    /** What it has written is acknowledged, published or given up: that it cannot be closed is no failure of a request. */
    static void close(UploadWriter writer) {
        try {
            writer.close();
        } catch (IOException failure) {
            LOG.warnf("An upload's file cannot be closed: %s", failure.getMessage());
        }
    }
}
