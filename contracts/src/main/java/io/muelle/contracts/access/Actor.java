package io.muelle.contracts.access;

import java.util.Objects;

/** Who does something: recorded in histories and events, and asked about by {@code Permissions}. */
public record Actor(Kind kind, String name) {
    /** What kind of account it is. */
    public enum Kind {
        user,
        anonymous,
        service
    }

    public static final Actor ANONYMOUS = new Actor(Kind.anonymous, "anonymous");

    public Actor {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    public static Actor user(String name) {
        return new Actor(Kind.user, name);
    }
}
