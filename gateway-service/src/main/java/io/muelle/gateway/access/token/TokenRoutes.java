package io.muelle.gateway.access.token;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.event.Request;
import io.muelle.contracts.event.TokenIssued;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.gateway.access.account.Account;
import io.muelle.gateway.access.account.AccountStore;
import io.muelle.gateway.access.account.Credentials;
import io.muelle.gateway.access.account.Logins;
import io.muelle.gateway.access.key.KeyRing;
import io.muelle.gateway.access.token.TokenIssuer.Issued;
import io.muelle.platform.event.Observations;
import io.muelle.platform.http.BlockingHandler;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RequestOrigin;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /token}, by GET and by POST (distribution, "Token Authentication" and "OAuth2 Token Authentication"). */
@Singleton
public class TokenRoutes {
    private final Logins logins;
    private final AccountStore accounts;
    private final TokenIssuer issuer;
    private final RefreshTokens refreshTokens;
    private final KeyRing keys;
    private final Observations observations;
    private final Clock clock;

    TokenRoutes(
            Logins logins,
            AccountStore accounts,
            TokenIssuer issuer,
            RefreshTokens refreshTokens,
            KeyRing keys,
            Observations observations,
            Clock clock) {
        this.logins = logins;
        this.accounts = accounts;
        this.issuer = issuer;
        this.refreshTokens = refreshTokens;
        this.keys = keys;
        this.observations = observations;
        this.clock = clock;
    }

    void mount(@Observes Router router) {
        router.get("/token").handler(BlockingHandler.of(this::get));
        router.post("/token").handler(BlockingHandler.of(this::post));
        router.get("/.well-known/jwks.json").handler(context -> context.response()
                .putHeader("Content-Type", "application/jwk-set+json")
                .end(keys.keySet()));
    }

    private void get(RoutingContext context) {
        HttpServerRequest request = context.request();
        TokenRequest asked = TokenRequest.of(request);
        boolean offline = asked.first("offline_token").equals("true");
        send(
                context,
                Credentials.ofBasic(request.getHeader("Authorization"))
                        .map(credentials -> loggedIn(credentials, request, asked, offline))
                        .orElseGet(() -> answer(request, asked, Optional.empty(), Optional.empty())));
    }

    private void post(RoutingContext context) {
        HttpServerRequest request = context.request();
        TokenRequest asked = TokenRequest.of(request);
        send(
                context,
                switch (asked.first("grant_type")) {
                    case "password" -> {
                        Credentials credentials = new Credentials(asked.first("username"), asked.first("password"));
                        yield loggedIn(
                                credentials,
                                request,
                                asked,
                                asked.first("access_type").equals("offline"));
                    }
                    case "refresh_token" -> {
                        String token = asked.first("refresh_token");
                        yield answer(request, asked, Optional.of(refreshed(token)), Optional.of(token));
                    }
                    default ->
                        throw new RegistryException(
                                ErrorCode.UNSUPPORTED, 400, "The grant_type is to be password or refresh_token.");
                });
    }

    private static void send(RoutingContext context, JsonObject answer) {
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(answer.encode());
    }

    /** @param offline whether a refresh token is wanted */
    private JsonObject loggedIn(
            Credentials credentials, HttpServerRequest request, TokenRequest asked, boolean offline) {
        Optional<String> refreshToken = offline ? Optional.of("") : Optional.empty();
        return logins.check(
                        credentials,
                        RequestOrigin.of(request),
                        account -> answer(request, asked, Optional.of(account), refreshToken))
                .orElseThrow(TokenRoutes::refused);
    }

    private Account refreshed(String token) {
        return refreshTokens
                .account(token)
                .flatMap(accounts::find)
                .filter(Account::enabled)
                // Once more, since the account may be one that has ended the token in between.
                .filter(account -> refreshTokens.account(token).isPresent())
                .orElseThrow(TokenRoutes::refused);
    }

    private static RegistryException refused() {
        return new RegistryException(ErrorCode.UNAUTHORIZED, "The name or the password is wrong: log in again.")
                .with("WWW-Authenticate", "Basic realm=\"muelle\", charset=\"UTF-8\"");
    }

    /**
     * @param refreshToken what to give back beside the token: an empty text for a new one
     */
    private JsonObject answer(
            HttpServerRequest request, TokenRequest asked, Optional<Account> account, Optional<String> refreshToken) {
        List<Scope> scopes = asked.scopes();
        boolean catalog = scopes.stream().anyMatch(Scope.OnCatalog.class::isInstance);
        Issued issued = issuer.forRegistry(account, wishes(scopes), catalog);
        JsonObject body = new JsonObject()
                .put("token", issued.text())
                .put("access_token", issued.text())
                .put("expires_in", lifetime(issued).toSeconds())
                .put("issued_at", rfc3339(issued.token().issuedAt()))
                .put("scope", String.join(" ", granted(issued)));
        refreshToken.ifPresent(given ->
                body.put("refresh_token", given.isEmpty() ? refreshTokens.issue(account.orElseThrow()) : given));
        observe(issued, request);
        return body;
    }

    private static Map<RepositoryName, Set<Action>> wishes(List<Scope> scopes) {
        Map<RepositoryName, Set<Action>> wishes = new HashMap<>();
        for (Scope scope : scopes) {
            if (scope instanceof Scope.OnRepository(RepositoryName repository, Set<Action> actions)) {
                wishes.computeIfAbsent(repository, absent -> new HashSet<>()).addAll(actions);
            }
        }
        return wishes;
    }

    private static Duration lifetime(Issued issued) {
        return Duration.between(issued.token().issuedAt(), issued.token().expiresAt());
    }

    private static String rfc3339(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant);
    }

    private static List<String> granted(Issued issued) {
        List<String> scopes = new ArrayList<>();
        issued.token()
                .access()
                .forEach((repository, actions) -> scopes.add("repository:" + repository + ':'
                        + String.join(
                                ",",
                                actions.stream().sorted().map(Action::label).toList())));
        if (issued.token().catalog()) {
            scopes.add("registry:catalog:*");
        }
        return scopes;
    }

    private void observe(Issued issued, HttpServerRequest request) {
        Request origin = RequestOrigin.of(request);
        observations.record(new TokenIssued(
                issued.token().actor().name(), issued.token().id(), granted(issued), origin, clock.instant()));
    }
}
