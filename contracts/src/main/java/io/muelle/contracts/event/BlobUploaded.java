package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** An upload linked a blob to the repository. */
public record BlobUploaded(String repository, String digest, long size, Actor actor, Instant at)
        implements RegistryEvent {
    @Override
    public String subject() {
        return repository + "@" + digest;
    }
}
