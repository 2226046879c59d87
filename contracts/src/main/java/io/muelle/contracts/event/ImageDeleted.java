package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** A tagged image is gone because its manifest was deleted: once for each tag. */
public record ImageDeleted(String repository, String tag, String digest, Actor actor, Instant at)
        implements RegistryEvent {
    @Override
    public String subject() {
        return repository + ":" + tag;
    }
}
