package io.muelle.gateway.remote;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.access.TrustedKeys;
import io.muelle.contracts.ask.Permissions;
import io.muelle.contracts.ask.SigningKeys;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.ask.AskJson;
import io.muelle.platform.ask.AskRoutes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers what services in other processes ask the gateway. */
@Singleton
public final class GatewayAnswers {
    private final AskRoutes routes;
    private final Permissions permissions;
    private final SigningKeys keys;

    GatewayAnswers(AskRoutes routes, Permissions permissions, SigningKeys keys) {
        this.routes = routes;
        this.permissions = permissions;
        this.keys = keys;
    }

    void mount(@Observes Router router) {
        routes.answer(router, "permitted", this::permitted);
        routes.answer(router, "trusted", question -> keys.trusted().map(GatewayAnswers::json));
    }

    private Uni<JsonObject> permitted(JsonObject question) {
        Actor caller = new Actor(Actor.Kind.valueOf(question.getString("kind")), question.getString("name"));
        Action action = Action.ofLabel(question.getString("action")).orElseThrow();
        return permissions
                .permitted(caller, action, AskJson.set(question, "repositories", RepositoryName::new))
                .map(permitted -> new JsonObject().put("permitted", AskJson.texts(permitted)));
    }

    private static JsonObject json(TrustedKeys trusted) {
        JsonArray revocations = new JsonArray();
        trusted.revocations()
                .forEach(revocation -> revocations.add(new JsonObject()
                        .put("kind", revocation.kind().name())
                        .put("value", revocation.value())
                        .put("issuedBefore", revocation.issuedBefore().toString())));
        return new JsonObject().put("keySet", trusted.keySet()).put("revocations", revocations);
    }
}
