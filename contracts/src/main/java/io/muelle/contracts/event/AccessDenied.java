package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** Somebody asked for what they may not do. */
public record AccessDenied(String repository, String action, Actor actor, Request request, Instant at)
        implements ObservationEvent {
    @Override
    public String key() {
        return repository;
    }

    @Override
    public String subject() {
        return repository;
    }
}
