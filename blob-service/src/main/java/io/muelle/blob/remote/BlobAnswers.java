package io.muelle.blob.remote;

import io.muelle.contracts.ask.ClaimBlobs;
import io.muelle.contracts.ask.ClaimBlobs.Answer;
import io.muelle.contracts.ask.ClaimBlobs.Claim;
import io.muelle.contracts.ask.ClaimBlobs.Granted;
import io.muelle.contracts.ask.ClaimBlobs.Missing;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.ask.AskJson;
import io.muelle.platform.ask.AskRoutes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Answers what services in other processes ask blob-service. */
@Singleton
public final class BlobAnswers {
    private final AskRoutes routes;
    private final ClaimBlobs claimBlobs;

    BlobAnswers(AskRoutes routes, ClaimBlobs claimBlobs) {
        this.routes = routes;
        this.claimBlobs = claimBlobs;
    }

    void mount(@Observes Router router) {
        routes.answer(router, "claim", this::claim);
        routes.answer(router, "release", this::release);
    }

    private Uni<JsonObject> claim(JsonObject question) {
        return claimBlobs
                .claim(new Claim(
                        UUID.fromString(question.getString("id")),
                        new RepositoryName(question.getString("repository")),
                        AskJson.set(question, "digests", Digest::parse),
                        question.getBoolean("mayBeMissing")))
                .map(BlobAnswers::json);
    }

    private static JsonObject json(Answer answer) {
        return switch (answer) {
            case Missing missing ->
                new JsonObject().put("missing", missing.digest().toString());
            case Granted granted -> {
                JsonObject sizes = new JsonObject();
                granted.sizes().forEach((digest, size) -> sizes.put(digest.toString(), size));
                yield new JsonObject().put("granted", sizes);
            }
        };
    }

    private Uni<JsonObject> release(JsonObject question) {
        return claimBlobs.release(UUID.fromString(question.getString("claim"))).replaceWith(new JsonObject());
    }
}
