package io.muelle.platform.security;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.RepositoryName;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a verified Muelle token says.
 *
 * @param access the exact rights, by repository
 * @param catalog whether {@code _catalog} may be read
 */
public record Token(
        UUID id,
        Actor actor,
        Audience audience,
        Map<RepositoryName, Set<Action>> access,
        boolean catalog,
        Instant issuedAt,
        Instant expiresAt) {
    public Token {
        access = Map.copyOf(access);
    }

    public boolean allows(RepositoryName repository, Action action) {
        return access.getOrDefault(repository, Set.of()).contains(action);
    }
}
