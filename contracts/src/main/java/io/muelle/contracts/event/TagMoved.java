package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** A tag points to another manifest than before. */
public record TagMoved(String repository, String tag, String digest, String previousDigest, Actor actor, Instant at)
        implements RegistryEvent {
    @Override
    public String subject() {
        return repository + ":" + tag;
    }
}
