package io.muelle.platform.ask;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.ask.Permissions;
import io.muelle.contracts.name.RepositoryName;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Set;

/** Asks the gateway about rights, where it is not in this process. */
@Singleton
@DefaultBean
public final class RemotePermissions implements Permissions {
    private final AskClient client;

    RemotePermissions(AskClient client) {
        this.client = client;
    }

    @Override
    public Uni<Set<RepositoryName>> permitted(Actor caller, Action action, Set<RepositoryName> repositories) {
        JsonObject question = new JsonObject()
                .put("kind", caller.kind().name())
                .put("name", caller.name())
                .put("action", action.label())
                .put("repositories", AskJson.texts(repositories));
        return client.ask("gateway", "permitted", question)
                .map(answer -> AskJson.set(answer, "permitted", RepositoryName::new));
    }
}
