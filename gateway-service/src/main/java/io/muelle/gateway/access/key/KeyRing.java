package io.muelle.gateway.access.key;

import io.muelle.contracts.access.TrustedKeys;
import io.muelle.contracts.ask.SigningKeys;
import io.muelle.gateway.access.AccessDatabase;
import io.muelle.gateway.access.token.RefreshTokens;
import io.muelle.gateway.access.token.Revocations;
import io.muelle.gateway.config.GatewayConfig;
import io.muelle.platform.database.DatabaseUnavailableException;
import io.muelle.platform.id.TimeOrderedIds;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * The signing keys: stored, published as a key set, and changed with overlap. A new key is published for a while before
 * it signs, and an old one until its last token has ended.
 */
@Singleton
@Startup
public class KeyRing implements SigningKeys {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);
    private static final long ROTATION_LOCK = 0x6d75656c6c650002L;
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final AccessDatabase database;
    private final Revocations revocations;
    private final RefreshTokens refreshTokens;
    private final GatewayConfig config;
    private final TimeOrderedIds ids;
    private final Clock clock;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile List<SigningKey> keys = List.of();

    KeyRing(
            AccessDatabase database,
            Revocations revocations,
            RefreshTokens refreshTokens,
            GatewayConfig config,
            TimeOrderedIds ids,
            Clock clock) {
        this.database = database;
        this.revocations = revocations;
        this.refreshTokens = refreshTokens;
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    /** Another replica that stands still in the middle of a rotation keeps nobody from starting. */
    @PostConstruct
    void begin() {
        try {
            rotate();
        } catch (DatabaseUnavailableException busy) {
            keys = database.read(KeyRing::all);
            if (keys.isEmpty()) {
                throw busy;
            }
            LOG.warnf("The signing keys could not be looked after: %s", busy.getMessage());
        }
    }

    /** Reads the keys, makes the next one when it is time, and forgets what has ended. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void rotate() {
        keys = database.transaction(session -> lock(session)
                .chain(() -> removeEnded(session))
                .chain(() -> all(session))
                .chain(present -> withNext(session, present)));
    }

    private static Uni<?> lock(Mutiny.Session session) {
        return session.createNativeQuery("SELECT CAST(pg_advisory_xact_lock(?1) AS text)", String.class)
                .setParameter(1, ROTATION_LOCK)
                .getResultList();
    }

    private Uni<?> removeEnded(Mutiny.Session session) {
        return session.createNativeQuery("DELETE FROM signing_key WHERE trusted_until <= ?1")
                .setParameter(1, clock.instant())
                .executeUpdate()
                .chain(() -> revocations.removeEnded(session))
                .chain(() -> refreshTokens.removeEnded(session));
    }

    private static Uni<List<SigningKey>> all(Mutiny.Session session) {
        return session.createNativeQuery(
                        "SELECT id, jwk, signs_from, trusted_until FROM signing_key ORDER BY signs_from",
                        SigningKeyEntity.class)
                .getResultList()
                .map(found -> found.stream().map(SigningKey::of).toList());
    }

    private Uni<List<SigningKey>> withNext(Mutiny.Session session, List<SigningKey> present) {
        Instant now = clock.instant();
        Instant newest = present.isEmpty() ? null : present.getLast().signsFrom();
        boolean due = newest == null
                || !now.isBefore(newest.plus(config.keyLifetime()).minus(config.keyPublishedBefore()));
        if (!due) {
            return Uni.createFrom().item(present);
        }
        SigningKeyEntity next = make(newest == null ? now : now.plus(config.keyPublishedBefore()));
        LOG.infof("Signing key %s signs from %s", next.id, next.signsFrom);
        return session.persist(next).chain(session::flush).chain(() -> all(session));
    }

    private SigningKeyEntity make(Instant signsFrom) {
        try {
            EllipticCurveJsonWebKey jwk = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            jwk.setKeyId(ids.next().toString());
            jwk.setUse("sig");
            jwk.setAlgorithm("ES256");
            SigningKeyEntity entity = new SigningKeyEntity();
            entity.id = jwk.getKeyId();
            entity.jwk = jwk.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);
            entity.signsFrom = signsFrom;
            // The next key may come late; a token lives a little longer than its key signs.
            entity.trustedUntil = signsFrom
                    .plus(config.keyLifetime().multipliedBy(2))
                    .plus(config.tokenLifetime())
                    .plus(SLACK);
            return entity;
        } catch (JoseException impossible) {
            throw new IllegalStateException("Every JDK has P-256", impossible);
        }
    }

    /** The key that signs now. */
    public EllipticCurveJsonWebKey signing() {
        return SigningKey.at(clock.instant(), keys)
                .orElseThrow(() -> new IllegalStateException("There is no signing key yet"))
                .jwk();
    }

    /** The public keys (RFC 7517). */
    public String keySet() {
        return new JsonWebKeySet(keys.stream().map(SigningKey::jwk).toList())
                .toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    @Override
    public Uni<TrustedKeys> trusted() {
        return Uni.createFrom()
                .item(() -> new TrustedKeys(keySet(), database.read(revocations::inForce)))
                .runSubscriptionOn(executor);
    }
}
