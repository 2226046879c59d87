package io.muelle.blob.remote;

import io.muelle.contracts.ask.Claims;
import io.muelle.platform.ask.AskClient;
import io.muelle.platform.ask.AskJson;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Asks a manifest-service in another process what became of claims. */
@Singleton
@DefaultBean
public final class RemoteClaims implements Claims {
    private final AskClient client;

    RemoteClaims(AskClient client) {
        this.client = client;
    }

    @Override
    public Uni<Map<UUID, Outcome>> decide(Set<UUID> claims) {
        return client.ask("manifest", "decide", question(claims)).map(answer -> {
            Map<UUID, Outcome> outcomes = new HashMap<>();
            answer.fieldNames()
                    .forEach(claim -> outcomes.put(UUID.fromString(claim), Outcome.valueOf(answer.getString(claim))));
            return outcomes;
        });
    }

    @Override
    public Uni<Set<UUID>> alive(Set<UUID> claims) {
        return client.ask("manifest", "alive", question(claims))
                .map(answer -> AskJson.set(answer, "alive", UUID::fromString));
    }

    private static JsonObject question(Set<UUID> claims) {
        return new JsonObject().put("claims", AskJson.texts(claims));
    }
}
