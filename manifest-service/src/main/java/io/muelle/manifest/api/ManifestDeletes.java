package io.muelle.manifest.api;

import io.muelle.contracts.path.Reference;
import io.muelle.contracts.path.RegistryPath;
import io.muelle.manifest.domain.Deletions;
import io.muelle.manifest.store.Repositories;
import io.muelle.platform.security.Token;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Answers deletions of tags and manifests (distribution-spec, "Content Management"). */
@Singleton
final class ManifestDeletes {
    private final Deletions deletions;
    private final Repositories repositories;

    ManifestDeletes(Deletions deletions, Repositories repositories) {
        this.deletions = deletions;
        this.repositories = repositories;
    }

    void delete(RoutingContext context, RegistryPath.Manifest path, Token token) {
        boolean deleted =
                switch (path.reference()) {
                    case Reference.Tagged tagged -> deletions.deleteTag(path.repository(), tagged.tag(), token.actor());
                    case Reference.Addressed addressed ->
                        deletions.deleteManifest(path.repository(), addressed.digest(), token.actor());
                    case Reference.Malformed malformed -> false;
                };
        if (!deleted) {
            throw ManifestPulls.unknown(repositories.find(path.repository()).isPresent());
        }
        context.response().setStatusCode(202).end();
    }
}
