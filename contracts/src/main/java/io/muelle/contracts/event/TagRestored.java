package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** A tag points again to a manifest of its history; {@code previousDigest} is null if the tag had been deleted. */
public record TagRestored(String repository, String tag, String digest, String previousDigest, Actor actor, Instant at)
        implements RegistryEvent {
    @Override
    public String subject() {
        return repository + ":" + tag;
    }
}
