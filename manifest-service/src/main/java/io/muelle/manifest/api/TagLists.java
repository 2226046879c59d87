package io.muelle.manifest.api;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.store.ManifestReader;
import io.muelle.manifest.store.TagReader;
import io.muelle.platform.http.EntityTags;
import io.muelle.platform.http.MemoryBudget;
import io.muelle.platform.http.RegistryFailures;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/** Answers lists of tags (distribution-spec, "Listing Tags"); who polls with an ETag is answered with little. */
@Singleton
final class TagLists {
    private final TagReader tags;
    private final ManifestReader manifests;
    private final MemoryBudget budget;

    TagLists(TagReader tags, ManifestReader manifests, MemoryBudget budget) {
        this.tags = tags;
        this.manifests = manifests;
        this.budget = budget;
    }

    void list(RoutingContext context, RepositoryName repository) {
        PageRequest page = PageRequest.of(context.request());
        tags.names(repository, page.last(), page.size() + 1)
                .compose(names -> names.isEmpty() ? existing(repository, names) : Future.succeededFuture(names))
                .compose(names -> answer(context, repository, page, names))
                .onFailure(failure -> RegistryFailures.send(context, failure));
    }

    private Future<List<String>> existing(RepositoryName repository, List<String> names) {
        return manifests
                .repositoryExists(repository)
                .compose(exists ->
                        exists ? Future.succeededFuture(names) : Future.failedFuture(ManifestPulls.unknown(false)));
    }

    private Future<Void> answer(
            RoutingContext context, RepositoryName repository, PageRequest page, List<String> names) {
        boolean more = names.size() > page.size();
        List<String> shown = more ? names.subList(0, page.size()) : names;
        Buffer body = new JsonObject()
                .put("name", repository.value())
                .put("tags", new JsonArray(shown))
                .toBuffer();
        HttpServerResponse response = context.response();
        if (more && page.size() > 0) {
            response.putHeader(
                    "Link",
                    "</v2/" + repository + "/tags/list?n=" + page.size() + "&last=" + shown.getLast()
                            + ">; rel=\"next\"");
        }
        // A first page that is the same may have got another one behind it.
        String etag = '"' + Digest.of(DigestAlgorithm.SHA256, body.getBytes()).hex() + (more ? "+" : "") + '"';
        response.putHeader("ETag", etag);
        if (EntityTags.matches(context.request().headers(), etag)) {
            return response.setStatusCode(304).end();
        }
        response.putHeader("Content-Type", "application/json");
        return budget.send(context, body);
    }
}
