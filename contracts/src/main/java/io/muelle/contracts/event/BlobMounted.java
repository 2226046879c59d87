package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** A blob was linked from another repository. */
public record BlobMounted(String repository, String digest, long size, String from, Actor actor, Instant at)
        implements RegistryEvent {
    @Override
    public String subject() {
        return repository + "@" + digest;
    }
}
