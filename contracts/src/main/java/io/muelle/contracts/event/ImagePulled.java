package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** A manifest was fetched; {@code tag} is null for a pull by digest. */
public record ImagePulled(
        String repository, String tag, String digest, String mediaType, Actor actor, Request request, Instant at)
        implements ObservationEvent {
    @Override
    public String key() {
        return repository;
    }

    @Override
    public String subject() {
        return tag == null ? repository + "@" + digest : repository + ":" + tag;
    }
}
