package io.muelle.platform.security;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.event.AccessDenied;
import io.muelle.contracts.path.RegistryPath;
import io.muelle.platform.event.Observations;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RequestOrigin;
import io.muelle.platform.security.Challenge.Reason;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/**
 * Lets a request below {@code /v2} pass only with a Muelle token that holds the right it needs; looks at the right
 * before anything is looked up, so that absent and forbidden are the same. Used at the edge and in each service.
 */
@Singleton
public class Guard {
    private static final String BEARER = "Bearer ";

    private final TokenVerifier verifier;
    private final Challenge challenge;
    private final Observations observations;
    private final Clock clock;

    public Guard(TokenVerifier verifier, Challenge challenge, Observations observations, Clock clock) {
        this.verifier = verifier;
        this.challenge = challenge;
        this.observations = observations;
        this.clock = clock;
    }

    /** The caller's token, or the challenge of the protocol as a {@link RegistryException}. */
    public Token require(HttpServerRequest request, RegistryPath path) {
        String text = bearer(request).orElseThrow(() -> challenged(request, path, Reason.NO_TOKEN));
        Token token = verifier.verify(text, Audience.REGISTRY)
                .orElseThrow(() -> challenged(request, path, Reason.INVALID_TOKEN));
        if (!sufficient(token, request, path)) {
            observe(token, request, path);
            throw challenged(request, path, Reason.INSUFFICIENT_SCOPE);
        }
        return token;
    }

    /** As {@link #require}, for a caller who sent a name and a password: another log-in would not help. */
    public void requireOfBasic(Token token, HttpServerRequest request, RegistryPath path) {
        if (!sufficient(token, request, path)) {
            observe(token, request, path);
            throw new RegistryException(
                    ErrorCode.DENIED, "Your account may not do this here, or there is nothing of that name.");
        }
    }

    private static boolean sufficient(Token token, HttpServerRequest request, RegistryPath path) {
        return switch (path) {
            case RegistryPath.InRepository inRepository ->
                token.allows(inRepository.repository(), RequiredRight.of(request.method(), inRepository));
            case RegistryPath.Catalog catalog -> token.catalog();
            case RegistryPath.Base base -> true;
            case RegistryPath.Unknown unknown -> true;
        };
    }

    private RegistryException challenged(HttpServerRequest request, RegistryPath path, Reason reason) {
        return switch (path) {
            case RegistryPath.InRepository inRepository ->
                challenge.repository(request, inRepository, RequiredRight.of(request.method(), inRepository), reason);
            case RegistryPath.Catalog catalog -> challenge.catalog(request, reason);
            case RegistryPath.Base base -> challenge.unscoped(request, reason);
            case RegistryPath.Unknown unknown -> challenge.unscoped(request, reason);
        };
    }

    private void observe(Token token, HttpServerRequest request, RegistryPath path) {
        if (path instanceof RegistryPath.InRepository inRepository) {
            Action action = RequiredRight.of(request.method(), inRepository);
            observations.record(new AccessDenied(
                    inRepository.repository().value(),
                    action.label(),
                    token.actor(),
                    RequestOrigin.of(request),
                    clock.instant()));
        }
    }

    /** The bearer token of a request, if it brings one. */
    public static Optional<String> bearer(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        boolean present = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return present ? Optional.of(header.substring(BEARER.length()).trim()) : Optional.empty();
    }
}
