package io.muelle.manifest.api.management;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.ask.Permissions;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.api.ProblemException;
import io.muelle.platform.api.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;

/** Lets a call pass only with the right to it; what the caller may not see looks absent. */
@Singleton
class RepositoryRights {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Permissions permissions;

    RepositoryRights(Permissions permissions) {
        this.permissions = permissions;
    }

    void require(Actor caller, Action action, RepositoryName repository) {
        if (permitted(caller, action, repository)) {
            return;
        }
        if (action != Action.PULL && permitted(caller, Action.PULL, repository)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Your account may pull from this repository but not " + action.label() + ": ask its owner.");
        }
        throw ProblemException.notFound();
    }

    private boolean permitted(Actor caller, Action action, RepositoryName repository) {
        return permissions
                .permitted(caller, action, Set.of(repository))
                .await()
                .atMost(PATIENCE)
                .contains(repository);
    }
}
