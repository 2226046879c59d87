package io.muelle.platform.security;

import io.muelle.contracts.access.TrustedKeys;
import io.muelle.contracts.access.TrustedKeys.Revocation;
import io.muelle.contracts.ask.SigningKeys;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * The keys and revocations this process knows, fetched every 15 s. When the gateway does not answer the last known ones
 * hold, and a warning says they are old.
 */
@Singleton
public class TrustStore {
    private static final Logger LOG = Logger.getLogger(TrustStore.class);
    private static final Duration EVERY = Duration.ofSeconds(14);
    private static final Duration OLD = Duration.ofMinutes(1);

    private record Known(
            Map<String, PublicKey> keys,
            Map<String, Instant> accounts,
            Map<String, Instant> tokens,
            Instant fetchedAt) {}

    private final SigningKeys signingKeys;
    private final Clock clock;
    private volatile Known known;

    @Inject
    TrustStore(Instance<SigningKeys> signingKeys, Clock clock) {
        this(signingKeys.get(), clock);
    }

    public TrustStore(SigningKeys signingKeys, Clock clock) {
        this.signingKeys = signingKeys;
        this.clock = clock;
        this.known = new Known(Map.of(), Map.of(), Map.of(), Instant.EPOCH);
    }

    /** The key of that id, if it is trusted. */
    Optional<PublicKey> key(String id) {
        return Optional.ofNullable(known.keys().get(id));
    }

    /** Whether nothing is known yet, so that no token can be checked. */
    public boolean empty() {
        return known.keys().isEmpty();
    }

    boolean revoked(Token token) {
        Known now = known;
        return before(token, now.accounts().get(token.actor().name()))
                || before(token, now.tokens().get(token.id().toString()));
    }

    /** Whether what an account proved at that time counts no more. */
    public boolean revokedSince(String account, Instant provedAt) {
        Instant revokedAt = known.accounts().get(account);
        return revokedAt != null && provedAt.isBefore(revokedAt);
    }

    private static boolean before(Token token, Instant revokedAt) {
        return revokedAt != null && token.issuedAt().isBefore(revokedAt);
    }

    /** Not with the scheduler's first second: until then this process is not ready. */
    void begin(@Observes StartupEvent started) {
        refresh().subscribe().with(done -> {});
    }

    /** Fetches what is trusted now every 15 s, and every second as long as nothing is known. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refreshWhenDue() {
        Instant now = clock.instant();
        Instant fetchedAt = known.fetchedAt();
        // A clock that was put back would else have nothing fetched until it is where it was.
        boolean due = empty() || now.isAfter(fetchedAt.plus(EVERY)) || now.isBefore(fetchedAt);
        return due ? refresh() : Uni.createFrom().voidItem();
    }

    /** Fetches what is trusted now. */
    public Uni<Void> refresh() {
        return signingKeys
                .trusted()
                .invoke(trusted -> known = parsed(trusted))
                .replaceWithVoid()
                .onFailure()
                .invoke(this::reportAge)
                .onFailure()
                .recoverWithNull();
    }

    private void reportAge(Throwable failure) {
        if (empty()) {
            LOG.warnf("No signing keys are known yet: %s", failure.getMessage());
            return;
        }
        Duration age = Duration.between(known.fetchedAt(), clock.instant());
        if (age.compareTo(OLD) > 0) {
            LOG.warnf("Signing keys and revocations are %d s old: %s", age.toSeconds(), failure.getMessage());
        }
    }

    private Known parsed(TrustedKeys trusted) {
        try {
            Map<String, PublicKey> keys = new HashMap<>();
            for (JsonWebKey key : new JsonWebKeySet(trusted.keySet()).getJsonWebKeys()) {
                keys.put(key.getKeyId(), (PublicKey) key.getKey());
            }
            Map<String, Instant> accounts = new HashMap<>();
            Map<String, Instant> tokens = new HashMap<>();
            for (Revocation revocation : trusted.revocations()) {
                (revocation.kind() == Revocation.Kind.ACCOUNT ? accounts : tokens)
                        .merge(revocation.value(), revocation.issuedBefore(), TrustStore::later);
            }
            return new Known(keys, accounts, tokens, clock.instant());
        } catch (JoseException malformed) {
            throw new IllegalStateException("The gateway's key set is malformed", malformed);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
