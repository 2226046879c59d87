package io.muelle.gateway.access.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.muelle.contracts.event.LoginFailed;
import io.muelle.contracts.event.Request;
import io.muelle.gateway.config.GatewayConfig;
import io.muelle.platform.event.Observations;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.security.TrustStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Checks a name and a password. What was right is remembered for a minute, so that a client which sends them with each
 * request costs one hash; who guesses has to wait.
 */
@Singleton
public class Logins {
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST_NAME = 64;

    private record Proved(Account account, Instant at) {}

    private final AccountStore accounts;
    private final Passwords passwords;
    private final TrustStore trust;
    private final Observations observations;
    private final Clock clock;
    private final int failuresPerMinute;
    private final CredentialFingerprint fingerprint = new CredentialFingerprint();
    private final Cache<String, Proved> proved;
    private final Turns turns = new Turns();
    private final Cache<String, AtomicInteger> failures = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    Logins(
            AccountStore accounts,
            Passwords passwords,
            TrustStore trust,
            Observations observations,
            GatewayConfig config,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.trust = trust;
        this.observations = observations;
        this.clock = clock;
        this.failuresPerMinute = config.failuresPerMinute();
        this.proved = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(config.passwordRemembered())
                .build();
    }

    /** The account, without looking anything up, if it proved itself a moment ago. Never blocks. */
    public Optional<Account> remembered(Credentials credentials) {
        Proved found = proved.getIfPresent(fingerprint.of(credentials));
        boolean valid = found != null && !trust.revokedSince(found.account().name(), found.at());
        return valid ? Optional.of(found.account()) : Optional.empty();
    }

    /**
     * The account whose credentials these are; blocks. Refuses an address that guesses. Of many that come with the
     * same at once, one finds out and the others hear of it.
     */
    private Optional<Account> check(Credentials credentials, Request origin) {
        return turns.ask(
                fingerprint.of(credentials), () -> remembered(credentials), () -> findOut(credentials, origin));
    }

    /**
     * What follows for the account whose credentials these are; blocks. One that was changed since it proved itself, here
     * or at another replica, does so once more.
     */
    public <T> Optional<T> check(Credentials credentials, Request origin, Function<Account, T> then) {
        Optional<Account> account = check(credentials, origin);
        try {
            return account.map(then);
        } catch (AccountChangedException changed) {
            proved.invalidate(fingerprint.of(credentials));
            return check(credentials, origin).map(then);
        }
    }

    private Optional<Account> findOut(Credentials credentials, Request origin) {
        AtomicInteger failed =
                failures.get(origin.address() + ' ' + bounded(credentials.name()), key -> new AtomicInteger());
        if (failed.get() >= failuresPerMinute) {
            throw new RegistryException(
                            ErrorCode.TOOMANYREQUESTS, "Too many refused log-ins: wait a minute, then try again.")
                    .with("Retry-After", "60");
        }
        Instant now = clock.instant();
        Optional<Account> account = proved(credentials);
        if (account.isEmpty()) {
            failed.incrementAndGet();
            observations.record(new LoginFailed(bounded(credentials.name()), "credentials", origin, now));
        } else {
            proved.put(fingerprint.of(credentials), new Proved(account.get(), now));
        }
        return account;
    }

    private Optional<Account> proved(Credentials credentials) {
        Optional<Account> account = credentials.canBeSomebodys()
                ? accounts.find(credentials.name()).filter(Account::enabled)
                : Optional.empty();
        String hash = account.map(Account::passwordHash).orElse(null);
        boolean right = passwords.matches(credentials.boundedPassword(), hash);
        return right ? account : Optional.empty();
    }

    /** Forgets what was proved: an account has changed. */
    public void forget() {
        proved.invalidateAll();
    }

    private static String bounded(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}
