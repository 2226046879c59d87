package io.muelle.manifest.remote;

import io.muelle.contracts.ask.ClaimBlobs;
import io.muelle.contracts.name.Digest;
import io.muelle.platform.ask.AskClient;
import io.muelle.platform.ask.AskJson;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Claims the blobs of a blob-service in another process. */
@Singleton
@DefaultBean
public final class RemoteClaimBlobs implements ClaimBlobs {
    private final AskClient client;

    RemoteClaimBlobs(AskClient client) {
        this.client = client;
    }

    @Override
    public Uni<Answer> claim(Claim claim) {
        JsonObject question = new JsonObject()
                .put("id", claim.id().toString())
                .put("repository", claim.repository().value())
                .put("digests", AskJson.texts(claim.digests()))
                .put("mayBeMissing", claim.mayBeMissing());
        return client.ask("blob", "claim", question).map(RemoteClaimBlobs::answer);
    }

    private static Answer answer(JsonObject answer) {
        String missing = answer.getString("missing");
        if (missing != null) {
            return new Missing(Digest.parse(missing));
        }
        JsonObject granted = answer.getJsonObject("granted");
        Map<Digest, Long> sizes = new HashMap<>();
        granted.fieldNames().forEach(digest -> sizes.put(Digest.parse(digest), granted.getLong(digest)));
        return new Granted(sizes);
    }

    @Override
    public Uni<Void> release(UUID claim) {
        return client.ask("blob", "release", new JsonObject().put("claim", claim.toString()))
                .replaceWithVoid();
    }
}
