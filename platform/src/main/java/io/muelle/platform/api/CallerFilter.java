package io.muelle.platform.api;

import io.muelle.platform.security.Audience;
import io.muelle.platform.security.Guard;
import io.muelle.platform.security.Token;
import io.muelle.platform.security.TokenVerifier;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets a request below {@code /api/v1} pass only with a Muelle token made for it. */
@Singleton
public final class CallerFilter {
    private static final String PREFIX = "/api/v1/";

    // Filters are made at the build's end, before there is a database to know keys from.
    private final Instance<TokenVerifier> verifier;

    public CallerFilter(Instance<TokenVerifier> verifier) {
        this.verifier = verifier;
    }

    @ServerRequestFilter
    public Response filter(ContainerRequestContext context, HttpServerRequest request) {
        if (!context.getUriInfo().getPath().startsWith(PREFIX)) {
            return null;
        }
        String text = Guard.bearer(request).orElse("");
        if (verifier.get().verify(text, Audience.REGISTRY).isPresent()) {
            return Problem.response(
                    ProblemType.FORBIDDEN, "A registry token is no good here: call with your name and password.");
        }
        Token token = verifier.get().verify(text, Audience.API).orElse(null);
        if (token == null) {
            return Problem.response(ProblemType.UNAUTHENTICATED, "Call with the name and password of an account.");
        }
        context.setSecurityContext(new CallerSecurity(
                new Caller(token.actor()), context.getSecurityContext().isSecure()));
        return null;
    }

    private record CallerSecurity(Caller caller, boolean isSecure) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
