package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** A tag is gone; {@code digest} is what it pointed to. */
public record TagDeleted(String repository, String tag, String digest, Actor actor, Instant at)
        implements RegistryEvent {
    @Override
    public String subject() {
        return repository + ":" + tag;
    }
}
