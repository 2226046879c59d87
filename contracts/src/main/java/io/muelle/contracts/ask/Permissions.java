package io.muelle.contracts.ask;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.RepositoryName;
import io.smallrye.mutiny.Uni;
import java.util.Set;

/** Asked by any service, answered by the gateway: on which of these repositories may the caller do this. */
public interface Permissions {
    int LIMIT = 1_000;

    /** The permitted among {@code repositories}, of which there are at most {@link #LIMIT}. */
    Uni<Set<RepositoryName>> permitted(Actor caller, Action action, Set<RepositoryName> repositories);
}
