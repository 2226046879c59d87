package io.muelle.gateway.access.token;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.gateway.access.AccessDatabase;
import io.muelle.gateway.access.account.Account;
import io.muelle.gateway.access.account.Unchanged;
import io.muelle.gateway.access.key.KeyRing;
import io.muelle.gateway.access.visibility.Rights;
import io.muelle.gateway.config.GatewayConfig;
import io.muelle.platform.database.DatabaseUnavailableException;
import io.muelle.platform.id.TimeOrderedIds;
import io.muelle.platform.security.Audience;
import io.muelle.platform.security.Token;
import io.muelle.platform.security.TokenClaims;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Makes Muelle's tokens: signed with ES256, naming exactly what the account may do of what was asked. */
@Singleton
public class TokenIssuer {
    /** A token and its signed text. */
    public record Issued(Token token, String text) {
        @Override
        public String toString() {
            return "Issued[" + token.id() + "]";
        }
    }

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final AccessDatabase database;
    private final KeyRing keys;
    private final Rights rights;
    private final TimeOrderedIds ids;
    private final Duration lifetime;
    private final Clock clock;

    TokenIssuer(
            AccessDatabase database,
            KeyRing keys,
            Rights rights,
            TimeOrderedIds ids,
            GatewayConfig config,
            Clock clock) {
        this.database = database;
        this.keys = keys;
        this.rights = rights;
        this.ids = ids;
        this.lifetime = config.tokenLifetime();
        this.clock = clock;
    }

    /** A token for {@code /v2}; {@code account} is empty for a stranger. */
    public Issued forRegistry(Optional<Account> account, Map<RepositoryName, Set<Action>> wishes, boolean catalog) {
        Map<RepositoryName, Set<Action>> granted = wishes.isEmpty() ? Map.of() : rights.granted(account, wishes);
        return issue(account, Audience.REGISTRY, granted, catalog && account.isPresent());
    }

    /** A token for {@code /api/v1}, which says who calls. */
    public Issued forApi(Account account) {
        return issue(Optional.of(account), Audience.API, Map.of(), false);
    }

    private Instant thisSecond() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * A revocation takes all tokens of its second along, so one for an account that was changed in it waits for the next;
     * a little longer where another replica's clock is ahead.
     */
    private Instant issuedAt(Account account) {
        // Before the account is looked at: a change that is not seen then revokes what is issued now.
        Instant now = thisSecond();
        Instant from = database.transaction(session -> Unchanged.require(session, account));
        if (!now.isBefore(from) || from.isAfter(now.plus(LONGEST_WAIT))) {
            return now;
        }
        try {
            Thread.sleep(Duration.between(clock.instant(), from).plusMillis(1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("The process is stopping.", interrupted);
        }
        return issuedAt(account);
    }

    private Issued issue(
            Optional<Account> account, Audience audience, Map<RepositoryName, Set<Action>> access, boolean catalog) {
        Instant now = account.map(this::issuedAt).orElseGet(this::thisSecond);
        Actor actor = account.map(Account::actor).orElse(Actor.ANONYMOUS);
        Token token = new Token(ids.next(), actor, audience, access, catalog, now, now.plus(lifetime));
        EllipticCurveJsonWebKey key = keys.signing();
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setHeader("typ", "JWT");
        signature.setKey(key.getPrivateKey());
        signature.setPayload(TokenClaims.of(token).toJson());
        try {
            return new Issued(token, signature.getCompactSerialization());
        } catch (JoseException failure) {
            throw new IllegalStateException("A token cannot be signed", failure);
        }
    }
}
