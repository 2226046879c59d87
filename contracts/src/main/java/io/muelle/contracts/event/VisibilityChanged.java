package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** Who may see a repository has changed. */
public record VisibilityChanged(
        String namespace, String repository, String visibility, String previousVisibility, Actor actor, Instant at)
        implements AccessEvent {
    @Override
    public String subject() {
        return repository;
    }
}
