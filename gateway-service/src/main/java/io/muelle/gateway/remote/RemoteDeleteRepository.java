package io.muelle.gateway.remote;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.ask.DeleteRepository;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.ask.AskClient;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Has a repository deleted by a manifest-service in another process. */
@Singleton
@DefaultBean
public final class RemoteDeleteRepository implements DeleteRepository {
    // A repository may have many manifests, and the caller waits for as long.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final AskClient client;

    RemoteDeleteRepository(AskClient client) {
        this.client = client;
    }

    @Override
    public Uni<Boolean> delete(RepositoryName repository, Actor actor) {
        JsonObject question = new JsonObject()
                .put("repository", repository.value())
                .put("kind", actor.kind().name())
                .put("name", actor.name());
        return client.ask("manifest", "delete-repository", question, PATIENCE)
                .map(answer -> answer.getBoolean("deleted"));
    }
}
