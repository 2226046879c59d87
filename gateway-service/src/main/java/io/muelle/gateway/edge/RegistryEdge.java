package io.muelle.gateway.edge;

import io.muelle.contracts.path.RegistryPath;
import io.muelle.gateway.access.account.Credentials;
import io.muelle.gateway.access.account.Logins;
import io.muelle.gateway.access.token.TokenIssuer.Issued;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.Expectation;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RequestOrigin;
import io.muelle.platform.security.Guard;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The edge below {@code /v2}: turns a name and a password into a token, has the right checked, and only then lets a body in. */
@Singleton
public class RegistryEdge {
    private static final String BASE = "{}";

    private final Logins logins;
    private final BasicTokens tokens;
    private final Guard guard;

    RegistryEdge(Logins logins, BasicTokens tokens, Guard guard) {
        this.logins = logins;
        this.tokens = tokens;
        this.guard = guard;
    }

    void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.response().putHeader("Docker-Distribution-Api-Version", "registry/2.0");
        RegistryPath path = RegistryPath.parse(request.path());
        Optional<Credentials> basic = Credentials.ofBasic(request.getHeader("Authorization"));
        if (basic.isEmpty()) {
            guard.require(request, path);
            goOn(context, path);
            return;
        }
        Optional<Issued> known =
                logins.remembered(basic.get()).flatMap(account -> tokens.known(account, request, path));
        if (known.isPresent()) {
            admit(context, path, known.get());
        } else {
            EventLoopReturn.afterBlocking(
                    context, () -> issue(basic.get(), request, path), issued -> admit(context, path, issued));
        }
    }

    private Issued issue(Credentials credentials, HttpServerRequest request, RegistryPath path) {
        return logins.check(credentials, RequestOrigin.of(request), account -> tokens.issue(account, request, path))
                .orElseThrow(() -> new RegistryException(
                                ErrorCode.UNAUTHORIZED, "The name or the password is wrong: log in again.")
                        .with("WWW-Authenticate", "Basic realm=\"muelle\", charset=\"UTF-8\""));
    }

    private void admit(RoutingContext context, RegistryPath path, Issued issued) {
        guard.requireOfBasic(issued.token(), context.request(), path);
        context.request().headers().set("Authorization", "Bearer " + issued.text());
        goOn(context, path);
    }

    private static void answerBase(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader("Content-Type", "application/json");
        if (request.method() == HttpMethod.HEAD) {
            response.putHeader("Content-Length", Integer.toString(BASE.length()))
                    .end();
        } else {
            response.end(BASE);
        }
    }

    private static void goOn(RoutingContext context, RegistryPath path) {
        HttpServerRequest request = context.request();
        SupportedMethods.require(request.method(), path);
        Expectation.meet(request);
        switch (path) {
            case RegistryPath.Base base -> answerBase(request);
            case RegistryPath.Unknown unknown ->
                throw new RegistryException(
                        ErrorCode.NAME_UNKNOWN, "There is no such endpoint: see the distribution specification.");
            case RegistryPath.Catalog catalog -> context.next();
            case RegistryPath.InRepository inRepository -> context.next();
        }
    }
}
