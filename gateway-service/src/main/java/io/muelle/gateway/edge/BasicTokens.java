package io.muelle.gateway.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.muelle.contracts.access.Action;
import io.muelle.contracts.name.MalformedNameException;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.path.RegistryPath;
import io.muelle.gateway.access.account.Account;
import io.muelle.gateway.access.token.TokenIssuer;
import io.muelle.gateway.access.token.TokenIssuer.Issued;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens of callers who send their name and password with each request: one for each account and repository, used
 * for half a minute. A revocation ends them as any other token.
 */
@Singleton
class BasicTokens {
    private static final Duration USED_FOR = Duration.ofSeconds(30);
    private static final int LIMIT = 10_000;
    private static final Set<Action> ALL = Set.of(Action.PULL, Action.PUSH, Action.DELETE);

    private record Key(String account, int version, String repository, String from) {}

    private final TokenIssuer issuer;
    private final Cache<Key, Issued> issued =
            Caffeine.newBuilder().maximumSize(LIMIT).expireAfterWrite(USED_FOR).build();

    BasicTokens(TokenIssuer issuer) {
        this.issuer = issuer;
    }

    /** The token that was issued for such a request a moment ago. */
    Optional<Issued> known(Account account, HttpServerRequest request, RegistryPath path) {
        return Optional.ofNullable(issued.getIfPresent(key(account, request, path)));
    }

    /** A new token with what the account may do there; blocks. */
    Issued issue(Account account, HttpServerRequest request, RegistryPath path) {
        Map<RepositoryName, Set<Action>> wishes = new HashMap<>();
        source(request).ifPresent(from -> wishes.put(from, Set.of(Action.PULL)));
        if (path instanceof RegistryPath.InRepository inRepository) {
            wishes.put(inRepository.repository(), ALL);
        }
        Issued token = issuer.forRegistry(Optional.of(account), wishes, true);
        issued.put(key(account, request, path), token);
        return token;
    }

    private static Key key(Account account, HttpServerRequest request, RegistryPath path) {
        String repository = path instanceof RegistryPath.InRepository inRepository
                ? inRepository.repository().value()
                : "";
        String from = source(request).map(RepositoryName::value).orElse("");
        return new Key(account.name(), account.version(), repository, from);
    }

    /** Where a mount is from. */
    private static Optional<RepositoryName> source(HttpServerRequest request) {
        String from = request.getParam("from");
        try {
            return from == null ? Optional.empty() : Optional.of(new RepositoryName(from));
        } catch (MalformedNameException malformed) {
            return Optional.empty();
        }
    }
}
