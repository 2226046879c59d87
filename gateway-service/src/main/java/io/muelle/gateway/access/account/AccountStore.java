package io.muelle.gateway.access.account;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.access.TrustedKeys.Revocation;
import io.muelle.contracts.event.AccountChanged;
import io.muelle.contracts.event.AccountCreated;
import io.muelle.contracts.event.AccountDeleted;
import io.muelle.gateway.access.AccessDatabase;
import io.muelle.gateway.access.token.RefreshTokens;
import io.muelle.gateway.access.token.Revocations;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/** Accounts, with the event of each change in its transaction. */
@Singleton
public class AccountStore {
    private static final long SUPERUSER_LOCK = 0x6d75656c6c650001L;

    private final AccessDatabase database;
    private final Revocations revocations;
    private final RefreshTokens refreshTokens;
    private final Clock clock;

    AccountStore(AccessDatabase database, Revocations revocations, RefreshTokens refreshTokens, Clock clock) {
        this.database = database;
        this.revocations = revocations;
        this.refreshTokens = refreshTokens;
        this.clock = clock;
    }

    public Optional<Account> find(String name) {
        AccountEntity entity = database.read(session -> session.find(AccountEntity.class, name));
        return Optional.ofNullable(entity).filter(found -> !found.deleted).map(AccountEntity::account);
    }

    /** Whether there is such an account, or was: a name stays taken. */
    public boolean wasMade(String name) {
        return database.read(session -> session.find(AccountEntity.class, name)) != null;
    }

    /** Accounts in the order of their names, after {@code after}. */
    public List<Account> page(String after, int limit) {
        return database
                .read(session -> session.createNativeQuery(
                                "SELECT name, password_hash, email, enabled, superuser, deleted, created_at, version"
                                        + " FROM account WHERE NOT deleted AND name > ?1 ORDER BY name LIMIT ?2",
                                AccountEntity.class)
                        .setParameter(1, after)
                        .setParameter(2, limit)
                        .getResultList())
                .stream()
                .map(AccountEntity::account)
                .toList();
    }

    /** Makes an account; empty if the name is or was another's. */
    public Optional<Account> create(
            String name, String passwordHash, String email, boolean enabled, boolean superuser, Actor actor) {
        AccountEntity entity = new AccountEntity();
        entity.name = name;
        entity.passwordHash = passwordHash;
        entity.email = email;
        entity.enabled = enabled;
        entity.superuser = superuser;
        // As exact as the database keeps it, so that it reads the same from the first answer on.
        entity.createdAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.transaction(session -> session.createNativeQuery("""
                                INSERT INTO account (name, password_hash, email, enabled, superuser, deleted, created_at, version)
                                VALUES (?1, ?2, ?3, ?4, ?5, false, ?6, 0) ON CONFLICT (name) DO NOTHING""")
                .setParameter(1, name)
                .setParameter(2, passwordHash)
                .setParameter(3, email)
                .setParameter(4, enabled)
                .setParameter(5, superuser)
                .setParameter(6, entity.createdAt)
                .executeUpdate()
                .chain(made -> made == 0
                        ? Uni.createFrom().item(Optional.<Account>empty())
                        : database.append(session, new AccountCreated(name, superuser, actor, clock.instant()))
                                .replaceWith(Optional.of(entity.account()))));
    }

    /**
     * Changes an account.
     *
     * @param expectedVersion the version the change is meant for, or null for any
     */
    public ChangeResult change(String name, Integer expectedVersion, AccountChange change, Actor actor) {
        return database.transaction(session -> locked(session, name).chain(entity -> {
            if (entity == null) {
                return Uni.createFrom().item(new ChangeResult.Absent());
            }
            if (expectedVersion != null && expectedVersion != entity.version) {
                return Uni.createFrom().item(new ChangeResult.Stale());
            }
            List<String> changed = change.applyTo(entity);
            if (changed.isEmpty()) {
                return Uni.createFrom().item(new ChangeResult.Done(entity.account()));
            }
            return withASuperuser(session, () -> endTokens(session, entity.name, AccountChange.endsTokens(changed))
                    .chain(() -> database.append(session, new AccountChanged(name, changed, actor, clock.instant())))
                    .map(done -> new ChangeResult.Done(entity.account())));
        }));
    }

    /** Deletes an account: its name stays taken for ever. */
    public ChangeResult delete(String name, Actor actor) {
        return database.transaction(session -> locked(session, name).chain(entity -> {
            if (entity == null) {
                return Uni.createFrom().item(new ChangeResult.Absent());
            }
            entity.deleted = true;
            entity.enabled = false;
            entity.superuser = false;
            entity.passwordHash = "";
            entity.email = null;
            return withASuperuser(session, () -> endTokens(session, name, true)
                    .chain(() -> database.append(session, new AccountDeleted(name, actor, clock.instant())))
                    .map(done -> new ChangeResult.Done(entity.account())));
        }));
    }

    /** Superusers change one at a time, so that two cannot take each other's rights and leave nobody. */
    private static Uni<AccountEntity> locked(Mutiny.Session session, String name) {
        return session.createNativeQuery("SELECT CAST(pg_advisory_xact_lock(?1) AS text)", String.class)
                .setParameter(1, SUPERUSER_LOCK)
                .getResultList()
                .chain(done -> session.find(AccountEntity.class, name))
                .map(entity -> entity == null || entity.deleted ? null : entity);
    }

    private static Uni<ChangeResult> withASuperuser(
            Mutiny.Session session, Supplier<Uni<? extends ChangeResult>> rest) {
        return session.flush()
                .chain(() -> session.createNativeQuery(
                                "SELECT count(*) FROM account WHERE superuser AND enabled", Long.class)
                        .getSingleResult())
                .chain(count -> count == 0 ? Uni.createFrom().failure(new LastSuperuserException()) : rest.get());
    }

    private Uni<Void> endTokens(Mutiny.Session session, String name, boolean end) {
        return end
                ? revocations
                        .add(session, Revocation.Kind.ACCOUNT, name)
                        .chain(() -> refreshTokens.removeOf(session, name))
                : Uni.createFrom().voidItem();
    }
}
