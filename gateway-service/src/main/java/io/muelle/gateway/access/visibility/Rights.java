package io.muelle.gateway.access.visibility;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.gateway.access.account.Account;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what: all of it in a namespace of one's own, and everywhere for a superuser; everybody may pull what is
 * public. It needs no repository to exist.
 */
@Singleton
public class Rights {
    private final VisibilityStore visibilities;

    Rights(VisibilityStore visibilities) {
        this.visibilities = visibilities;
    }

    /** The repositories on which this is permitted; {@code account} is empty for a stranger. One query at most. */
    public Set<RepositoryName> permitted(Optional<Account> account, Action action, Set<RepositoryName> repositories) {
        Set<RepositoryName> permitted = new HashSet<>();
        Set<RepositoryName> foreign = new HashSet<>();
        for (RepositoryName repository : repositories) {
            boolean own = account.isPresent() && account.get().owns(repository);
            (own ? permitted : foreign).add(repository);
        }
        if (action == Action.PULL && !foreign.isEmpty()) {
            permitted.addAll(visibilities.publicAmong(foreign));
        }
        return permitted;
    }

    /** What of each wish is granted; a repository of which nothing is does not appear. */
    public Map<RepositoryName, Set<Action>> granted(
            Optional<Account> account, Map<RepositoryName, Set<Action>> wishes) {
        Set<RepositoryName> pullable = permitted(account, Action.PULL, wishes.keySet());
        Map<RepositoryName, Set<Action>> granted = new HashMap<>();
        wishes.forEach((repository, actions) -> {
            if (account.isPresent() && account.get().owns(repository)) {
                granted.put(repository, actions);
            } else if (actions.contains(Action.PULL) && pullable.contains(repository)) {
                granted.put(repository, Set.of(Action.PULL));
            }
        });
        return granted;
    }
}
