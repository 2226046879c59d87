package io.muelle.platform.ask;

import io.muelle.contracts.access.TrustedKeys;
import io.muelle.contracts.access.TrustedKeys.Revocation;
import io.muelle.contracts.ask.SigningKeys;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Asks the gateway for keys and revocations, where it is not in this process. */
@Singleton
@DefaultBean
public final class RemoteSigningKeys implements SigningKeys {
    private final AskClient client;

    RemoteSigningKeys(AskClient client) {
        this.client = client;
    }

    @Override
    public Uni<TrustedKeys> trusted() {
        return client.ask("gateway", "trusted", new JsonObject()).map(RemoteSigningKeys::trusted);
    }

    private static TrustedKeys trusted(JsonObject answer) {
        return new TrustedKeys(
                answer.getString("keySet"),
                answer.getJsonArray("revocations").stream()
                        .map(JsonObject.class::cast)
                        .map(RemoteSigningKeys::revocation)
                        .toList());
    }

    private static Revocation revocation(JsonObject revocation) {
        return new Revocation(
                Revocation.Kind.valueOf(revocation.getString("kind")),
                revocation.getString("value"),
                Instant.parse(revocation.getString("issuedBefore")));
    }
}
