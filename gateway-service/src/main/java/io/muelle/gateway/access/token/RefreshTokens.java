package io.muelle.gateway.access.token;

import io.muelle.gateway.access.AccessDatabase;
import io.muelle.gateway.access.account.Account;
import io.muelle.gateway.access.account.Unchanged;
import io.muelle.gateway.config.GatewayConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Refresh tokens (distribution's OAuth2 specification): 256 random bits, kept as a hash. */
@Singleton
public class RefreshTokens {
    private static final int BYTES = 32;
    private static final int MAX_LENGTH = 128;

    private final AccessDatabase database;
    private final Duration lifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    RefreshTokens(AccessDatabase database, GatewayConfig config, Clock clock) {
        this.database = database;
        this.lifetime = config.refreshTokenLifetime();
        this.clock = clock;
    }

    /** A new token for an account that has just proved itself, unless it was changed since. */
    public String issue(Account account) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        RefreshTokenEntity entity = new RefreshTokenEntity();
        entity.hash = hash(token);
        entity.account = account.name();
        entity.expiresAt = clock.instant().plus(lifetime);
        database.transaction(session -> Unchanged.require(session, account).chain(from -> session.persist(entity)));
        return token;
    }

    /** The name of the account that the token was issued to. */
    public Optional<String> account(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        RefreshTokenEntity found = database.read(session -> session.find(RefreshTokenEntity.class, hash(token)));
        return Optional.ofNullable(found)
                .filter(entity -> clock.instant().isBefore(entity.expiresAt))
                .map(entity -> entity.account);
    }

    /** Ends every refresh token of an account, inside the session's transaction. */
    public Uni<Void> removeOf(Mutiny.Session session, String account) {
        return session.createNativeQuery("DELETE FROM refresh_token WHERE account = ?1")
                .setParameter(1, account)
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<Integer> removeEnded(Mutiny.Session session) {
        return session.createNativeQuery("DELETE FROM refresh_token WHERE expires_at <= ?1")
                .setParameter(1, clock.instant())
                .executeUpdate();
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
