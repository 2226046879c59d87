package io.muelle.manifest.api;

import io.muelle.contracts.event.ImagePulled;
import io.muelle.contracts.path.Reference;
import io.muelle.contracts.path.RegistryPath;
import io.muelle.manifest.store.ManifestReader;
import io.muelle.manifest.store.ManifestReader.Found;
import io.muelle.platform.event.Observations;
import io.muelle.platform.http.EntityTags;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.MemoryBudget;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RegistryFailures;
import io.muelle.platform.http.RequestOrigin;
import io.muelle.platform.security.Token;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Answers pulls of manifests (distribution-spec, "Pulling manifests"), on the event loop. */
@Singleton
final class ManifestPulls {
    private final ManifestReader reader;
    private final Observations observations;
    private final Clock clock;
    private final MemoryBudget budget;

    ManifestPulls(ManifestReader reader, Observations observations, Clock clock, MemoryBudget budget) {
        this.budget = budget;
        this.reader = reader;
        this.observations = observations;
        this.clock = clock;
    }

    void pull(RoutingContext context, RegistryPath.Manifest path, Token token) {
        reader.find(path.repository(), path.reference())
                .compose(found -> found.map(present -> answer(context, path, present, token))
                        .orElseGet(() -> absent(path)))
                .onFailure(failure -> RegistryFailures.send(context, failure));
    }

    private Future<Void> absent(RegistryPath.Manifest path) {
        return reader.repositoryExists(path.repository()).compose(exists -> Future.failedFuture(unknown(exists)));
    }

    static RegistryException unknown(boolean repositoryExists) {
        return repositoryExists
                ? new RegistryException(ErrorCode.MANIFEST_UNKNOWN, "The repository has no such manifest.")
                : new RegistryException(ErrorCode.NAME_UNKNOWN, "There is no such repository.");
    }

    private Future<Void> answer(RoutingContext context, RegistryPath.Manifest path, Found found, Token token) {
        HttpServerResponse response = context.response();
        String etag = '"' + found.digest() + '"';
        response.putHeader("Docker-Content-Digest", found.digest()).putHeader("ETag", etag);
        if (EntityTags.matches(context.request().headers(), etag)) {
            return response.setStatusCode(304).end();
        }
        response.putHeader("Content-Type", found.mediaType())
                .putHeader("Content-Length", Integer.toString(found.size()));
        if (context.request().method() == HttpMethod.HEAD) {
            return response.end();
        }
        return budget.within(context, found.size(), () -> send(context, path, found, token));
    }

    private Future<Void> send(RoutingContext context, RegistryPath.Manifest path, Found found, Token token) {
        return reader.bytes(path.repository(), found).compose(bytes -> bytes.map(content -> {
                    observe(context, path, found, token);
                    return context.response().end(content);
                })
                .orElseGet(() -> Future.failedFuture(unknown(true))));
    }

    private void observe(RoutingContext context, RegistryPath.Manifest path, Found found, Token token) {
        Optional<String> tag = path.reference() instanceof Reference.Tagged tagged
                ? Optional.of(tagged.tag().value())
                : Optional.empty();
        observations.record(new ImagePulled(
                path.repository().value(),
                tag.orElse(null),
                found.digest(),
                found.mediaType(),
                token.actor(),
                RequestOrigin.of(context.request()),
                clock.instant()));
    }
}
