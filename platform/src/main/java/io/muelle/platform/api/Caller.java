package io.muelle.platform.api;

import io.muelle.contracts.access.Actor;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** Who calls the management API. */
public record Caller(Actor actor) implements Principal {
    @Override
    public String getName() {
        return actor.name();
    }

    /** The caller that {@link CallerFilter} found. */
    public static Caller of(SecurityContext security) {
        return (Caller) security.getUserPrincipal();
    }
}
