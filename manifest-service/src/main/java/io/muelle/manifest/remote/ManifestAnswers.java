package io.muelle.manifest.remote;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.ask.Claims;
import io.muelle.contracts.ask.DeleteRepository;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.ask.AskJson;
import io.muelle.platform.ask.AskRoutes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;

/** Answers what services in other processes ask manifest-service. */
@Singleton
public final class ManifestAnswers {
    private final AskRoutes routes;
    private final Claims claims;
    private final DeleteRepository deleteRepository;

    ManifestAnswers(AskRoutes routes, Claims claims, DeleteRepository deleteRepository) {
        this.routes = routes;
        this.claims = claims;
        this.deleteRepository = deleteRepository;
    }

    void mount(@Observes Router router) {
        routes.answer(router, "decide", this::decide);
        routes.answer(router, "alive", this::alive);
        routes.answer(router, "delete-repository", this::delete);
    }

    private Uni<JsonObject> decide(JsonObject question) {
        return claims.decide(bounded(question)).map(outcomes -> {
            JsonObject answer = new JsonObject();
            outcomes.forEach((claim, outcome) -> answer.put(claim.toString(), outcome.name()));
            return answer;
        });
    }

    private Uni<JsonObject> alive(JsonObject question) {
        return claims.alive(bounded(question)).map(alive -> new JsonObject().put("alive", AskJson.texts(alive)));
    }

    private static Set<UUID> bounded(JsonObject question) {
        Set<UUID> asked = AskJson.set(question, "claims", UUID::fromString);
        if (asked.size() > Claims.LIMIT) {
            throw new IllegalArgumentException("Too many claims in one ask");
        }
        return asked;
    }

    private Uni<JsonObject> delete(JsonObject question) {
        Actor actor = new Actor(Actor.Kind.valueOf(question.getString("kind")), question.getString("name"));
        return deleteRepository
                .delete(new RepositoryName(question.getString("repository")), actor)
                .map(deleted -> new JsonObject().put("deleted", deleted));
    }
}
