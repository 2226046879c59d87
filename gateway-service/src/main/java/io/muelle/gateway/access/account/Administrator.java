package io.muelle.gateway.access.account;

import io.muelle.contracts.access.Actor;
import io.muelle.gateway.config.GatewayConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Makes the first account, once, so that there is somebody who can make the others. */
@Singleton
public class Administrator {
    public static final String NAME = "admin";
    private static final Logger LOG = Logger.getLogger(Administrator.class);
    private static final Actor SYSTEM = new Actor(Actor.Kind.service, "gateway");

    private final AccountStore accounts;
    private final Passwords passwords;
    private final GatewayConfig config;

    Administrator(AccountStore accounts, Passwords passwords, GatewayConfig config) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.config = config;
    }

    void ensure(@Observes StartupEvent started) {
        if (accounts.wasMade(NAME)) {
            return;
        }
        String password = config.administratorPassword()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no administrator yet: set MUELLE_ADMIN_PASSWORD to the password it shall have."));
        if (password.length() < Passwords.MIN_LENGTH || password.length() > Passwords.MAX_LENGTH) {
            throw new IllegalStateException("MUELLE_ADMIN_PASSWORD must have " + Passwords.MIN_LENGTH + " to "
                    + Passwords.MAX_LENGTH + " characters.");
        }
        accounts.create(NAME, passwords.hash(password), null, true, true, SYSTEM);
        LOG.infof("The account %s was made", NAME);
    }
}
