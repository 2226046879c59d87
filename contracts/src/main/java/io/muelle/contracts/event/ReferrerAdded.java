package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** A manifest that names {@code subject} was stored: a signature, an SBOM or another artifact. */
public record ReferrerAdded(
        String repository,
        String digest,
        String subjectDigest,
        String mediaType,
        String artifactType,
        long size,
        Actor actor,
        Instant at)
        implements RegistryEvent {
    @Override
    public String subject() {
        return repository + "@" + digest;
    }
}
