package io.muelle.gateway.access.account;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Whether an account is still what it was when it proved itself: between a password that was right and the token that
 * follows from it, it may have been changed, and then the revocation of its tokens is older than the token.
 */
public final class Unchanged {
    private Unchanged() {}

    /**
     * Fails with {@link AccountChangedException} if the account has changed; it does not until the session's transaction
     * ends. Answers the time from which on its tokens count: those from before are revoked.
     */
    public static Uni<Instant> require(Mutiny.Session session, Account account) {
        return session.createNativeQuery("""
                        SELECT COALESCE(revocation.issued_before, to_timestamp(0)) FROM account
                        LEFT JOIN revocation ON revocation.kind = 'ACCOUNT' AND revocation.value = account.name
                        WHERE account.name = ?1 AND account.version = ?2 AND account.enabled AND NOT account.deleted
                        FOR SHARE OF account""", Instant.class)
                .setParameter(1, account.name())
                .setParameter(2, account.version())
                .getResultList()
                .map(found -> {
                    if (found.isEmpty()) {
                        throw new AccountChangedException();
                    }
                    return found.getFirst();
                });
    }
}
