package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;

/** An account exists from now on, with the namespace of its name. */
public record AccountCreated(String account, boolean superuser, Actor actor, Instant at) implements AccessEvent {
    @Override
    public String subject() {
        return account;
    }

    @Override
    public String namespace() {
        return account;
    }
}
