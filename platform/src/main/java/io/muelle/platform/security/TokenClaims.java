package io.muelle.platform.security;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.RepositoryName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;

/** A {@link Token} as the claims of a JWT (RFC 7519; {@code access} as in distribution's token specification). */
public final class TokenClaims {
    public static final String ISSUER = "muelle";
    private static final String KIND = "kind";
    private static final String ACCESS = "access";

    private TokenClaims() {}

    public static JwtClaims of(Token token) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setSubject(token.actor().name());
        claims.setAudience(token.audience().claim());
        claims.setJwtId(token.id().toString());
        claims.setIssuedAt(NumericDate.fromSeconds(token.issuedAt().getEpochSecond()));
        claims.setNotBefore(NumericDate.fromSeconds(token.issuedAt().getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(token.expiresAt().getEpochSecond()));
        claims.setClaim(KIND, token.actor().kind().name());
        claims.setClaim(ACCESS, access(token));
        return claims;
    }

    private static List<Map<String, Object>> access(Token token) {
        List<Map<String, Object>> access = new ArrayList<>();
        token.access()
                .forEach((repository, actions) -> access.add(Map.of(
                        "type",
                        "repository",
                        "name",
                        repository.value(),
                        "actions",
                        actions.stream().sorted().map(Action::label).toList())));
        if (token.catalog()) {
            access.add(Map.of("type", "registry", "name", "catalog", "actions", List.of("*")));
        }
        return access;
    }

    /** The token of claims whose signature, issuer, audience and times have been checked. */
    static Token token(JwtClaims claims, Audience audience) throws MalformedClaimException {
        Map<RepositoryName, Set<Action>> access = new HashMap<>();
        boolean catalog = false;
        for (Object entry : claims.getClaimValue(ACCESS, List.class)) {
            if (entry instanceof Map<?, ?> grant && "repository".equals(grant.get("type"))) {
                access.put(new RepositoryName((String) grant.get("name")), actions(grant));
            } else {
                catalog = true;
            }
        }
        Actor actor = new Actor(Actor.Kind.valueOf(claims.getStringClaimValue(KIND)), claims.getSubject());
        return new Token(
                UUID.fromString(claims.getJwtId()),
                actor,
                audience,
                access,
                catalog,
                Instant.ofEpochSecond(claims.getIssuedAt().getValue()),
                Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
    }

    private static Set<Action> actions(Map<?, ?> grant) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (Object label : (List<?>) grant.get("actions")) {
            Action.ofLabel((String) label).ifPresent(actions::add);
        }
        return actions;
    }
}
