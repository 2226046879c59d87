package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A manifest is gone; {@code claim} held its blobs and ends. */
public record ManifestDeleted(String repository, String digest, String mediaType, UUID claim, Actor actor, Instant at)
        implements RegistryEvent {
    public ManifestDeleted {
        Objects.requireNonNull(claim, "claim");
    }

    @Override
    public String subject() {
        return repository + "@" + digest;
    }
}
