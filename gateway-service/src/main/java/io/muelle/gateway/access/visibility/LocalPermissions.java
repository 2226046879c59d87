package io.muelle.gateway.access.visibility;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.ask.Permissions;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.gateway.access.account.Account;
import io.muelle.gateway.access.account.AccountStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Answers what a service in this process asks about rights. */
@Singleton
public class LocalPermissions implements Permissions {
    private final AccountStore accounts;
    private final Rights rights;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();

    LocalPermissions(AccountStore accounts, Rights rights) {
        this.accounts = accounts;
        this.rights = rights;
    }

    @Override
    public Uni<Set<RepositoryName>> permitted(Actor caller, Action action, Set<RepositoryName> repositories) {
        if (repositories.size() > LIMIT) {
            throw new IllegalArgumentException("At most " + LIMIT + " repositories are asked about at once");
        }
        return Uni.createFrom()
                .item(() -> rights.permitted(account(caller), action, repositories))
                .runSubscriptionOn(executor);
    }

    private Optional<Account> account(Actor caller) {
        return switch (caller.kind()) {
            case user -> accounts.find(caller.name()).filter(Account::enabled);
            case anonymous, service -> Optional.empty();
        };
    }
}
