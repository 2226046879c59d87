package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A manifest was stored that the repository did not hold: once for each manifest. {@code claim} holds its blobs. */
public record ManifestStored(
        String repository,
        String digest,
        String mediaType,
        String artifactType,
        long size,
        UUID claim,
        Actor actor,
        Instant at)
        implements RegistryEvent {
    public ManifestStored {
        Objects.requireNonNull(claim, "claim");
    }

    @Override
    public String subject() {
        return repository + "@" + digest;
    }
}
