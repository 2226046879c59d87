package io.muelle.gateway.access.account;

import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Whether an account is still what it was when it proved itself: between a password that was right and the token that
 * follows from it, it may have been changed, and then the revocation of its tokens is older than the token.
 */
public final class Unchanged {
    private Unchanged() {}

    /** Fails if the account has changed; it does not until the session's transaction ends. */
    public static Uni<Void> require(Mutiny.Session session, Account account) {
        return session.createNativeQuery(
                        "SELECT version FROM account WHERE name = ?1 AND version = ?2 AND enabled AND NOT deleted FOR SHARE",
                        Integer.class)
                .setParameter(1, account.name())
                .setParameter(2, account.version())
                .getResultList()
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().failure(changed())
                        : Uni.createFrom().voidItem());
    }

    private static RegistryException changed() {
        return new RegistryException(
                        ErrorCode.UNAUTHORIZED, "The account was changed while it logged in: log in again.")
                .with("WWW-Authenticate", "Basic realm=\"muelle\", charset=\"UTF-8\"");
    }
}
