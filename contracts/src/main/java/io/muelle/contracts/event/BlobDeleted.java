package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** A blob is no longer in the repository. */
public record BlobDeleted(String repository, String digest, Actor actor, Instant at) implements RegistryEvent {
    @Override
    public String subject() {
        return repository + "@" + digest;
    }
}
