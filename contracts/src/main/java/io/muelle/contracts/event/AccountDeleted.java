package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** An account is gone; its name is never used again. */
public record AccountDeleted(String account, Actor actor, Instant at) implements AccessEvent {
    @Override
    public String subject() {
        return account;
    }

    @Override
    public String namespace() {
        return account;
    }
}
