package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;
import java.util.List;

/** An account was changed; {@code changed} names the fields, never their values. */
public record AccountChanged(String account, List<String> changed, Actor actor, Instant at) implements AccessEvent {
    public AccountChanged {
        changed = List.copyOf(changed);
    }

    @Override
    public String subject() {
        return account;
    }

    @Override
    public String namespace() {
        return account;
    }
}
