package io.muelle.gateway.access.account;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.RepositoryName;
import java.time.Instant;

/**
 * A person's account; it owns the namespace of its name.
 *
 * @param version rises with each change
 */
public record Account(
        String name,
        String passwordHash,
        String email,
        boolean enabled,
        boolean superuser,
        Instant createdAt,
        int version) {
    public Actor actor() {
        return Actor.user(name);
    }

    /** Whether everything in this repository's namespace is this account's. */
    public boolean owns(RepositoryName repository) {
        return superuser || repository.namespace().equals(name);
    }

    @Override
    public String toString() {
        return "Account[" + name + "]";
    }
}
