package io.muelle.gateway.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.muelle.gateway.access.account.Account;
import io.muelle.gateway.access.account.Credentials;
import io.muelle.gateway.access.account.Logins;
import io.muelle.gateway.access.token.TokenIssuer;
import io.muelle.platform.api.ProblemFailures;
import io.muelle.platform.api.ProblemType;
import io.muelle.platform.http.Expectation;
import io.muelle.platform.http.RequestOrigin;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** The edge below {@code /api/v1}: bounds the body and turns a name and a password into a token that says who calls. */
@Singleton
public class ApiEdge {
    private static final String PREFIX = "/api/";
    private static final long MAX_BODY_BYTES = 1024 * 1024;
    private static final Duration USED_FOR = Duration.ofSeconds(30);

    private final Logins logins;
    private final TokenIssuer issuer;
    private final Cache<Account, String> issued =
            Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(USED_FOR).build();

    ApiEdge(Logins logins, TokenIssuer issuer) {
        this.logins = logins;
        this.issuer = issuer;
    }

    static boolean covers(String path) {
        return path.startsWith(PREFIX);
    }

    void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (tooLarge(context)) {
            return;
        }
        Optional<Credentials> basic = Credentials.ofBasic(request.getHeader("Authorization"));
        if (basic.isEmpty()) {
            goOn(context);
            return;
        }
        EventLoopReturn.afterBlocking(context, () -> token(basic.get(), request), token -> {
            token.ifPresentOrElse(
                    text -> request.headers().set("Authorization", "Bearer " + text),
                    () -> request.headers().remove("Authorization"));
            goOn(context);
        });
    }

    private Optional<String> token(Credentials credentials, HttpServerRequest request) {
        return logins.check(credentials, RequestOrigin.of(request), this::token);
    }

    /** Not while the cache holds others up: it may take a while. */
    private String token(Account account) {
        String known = issued.getIfPresent(account);
        if (known == null) {
            known = issuer.forApi(account).text();
            issued.put(account, known);
        }
        return known;
    }

    private static void goOn(RoutingContext context) {
        Expectation.meet(context.request());
        context.next();
    }

    private static boolean tooLarge(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader("Content-Length");
        if (length == null && unknownLength(request)) {
            ProblemFailures.refuse(
                    context, ProblemType.LENGTH_REQUIRED, "Say how long the body is: send it with a Content-Length.");
            return true;
        }
        // The HTTP parser has refused a length that is no number.
        if (length != null && (length.length() > 9 || Long.parseLong(length) > MAX_BODY_BYTES)) {
            ProblemFailures.refuse(context, ProblemType.TOO_LARGE, "A body has at most 1 MiB here.");
            return true;
        }
        return false;
    }

    /** HTTP/2 needs no word that a body follows. */
    private static boolean unknownLength(HttpServerRequest request) {
        HttpMethod method = request.method();
        boolean reads = method == HttpMethod.PUT || method == HttpMethod.POST || method == HttpMethod.PATCH;
        return request.getHeader("Transfer-Encoding") != null || request.version() == HttpVersion.HTTP_2 && reads;
    }
}
