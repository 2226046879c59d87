package io.muelle.contracts.ask;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.RepositoryName;
import io.smallrye.mutiny.Uni;

/** Asked by the gateway, answered by manifest-service, once nobody may see the repository any more. */
public interface DeleteRepository {
    /** Deletes every tag and manifest, then the repository; false if there was none. A repeat finishes what is left. */
    Uni<Boolean> delete(RepositoryName repository, Actor actor);
}
