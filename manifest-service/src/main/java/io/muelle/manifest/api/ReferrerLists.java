package io.muelle.manifest.api;

import io.muelle.contracts.path.RegistryPath;
import io.muelle.manifest.store.ReferrerReader;
import io.muelle.manifest.store.ReferrerReader.Referrer;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.MemoryBudget;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RegistryFailures;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers which manifests refer to one (distribution-spec, "Listing Referrers"); nothing refers to what is not here. */
@Singleton
final class ReferrerLists {
    private static final int PAGE = 1_000;
    private static final int MAX_TYPE = 255;
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final ReferrerReader referrers;
    private final MemoryBudget budget;

    ReferrerLists(ReferrerReader referrers, MemoryBudget budget) {
        this.referrers = referrers;
        this.budget = budget;
    }

    void list(RoutingContext context, RegistryPath.Referrers path) {
        String artifactType = context.request().getParam("artifactType");
        if (artifactType != null && artifactType.isEmpty()) {
            artifactType = null;
        }
        if (artifactType != null
                && (artifactType.length() > MAX_TYPE || artifactType.chars().anyMatch(Character::isISOControl))) {
            throw new RegistryException(
                    ErrorCode.UNSUPPORTED,
                    400,
                    "An artifactType has at most " + MAX_TYPE + " characters, none of them control.");
        }
        String filter = artifactType;
        String after = PageRequest.of(context.request()).last();
        referrers
                .page(path.repository(), path.digest(), filter, after, PAGE + 1)
                .compose(page -> answer(context, path, filter, page))
                .onFailure(failure -> RegistryFailures.send(context, failure));
    }

    private Future<Void> answer(
            RoutingContext context, RegistryPath.Referrers path, String filter, List<Referrer> page) {
        HttpServerResponse response = context.response().putHeader("Content-Type", INDEX);
        if (filter != null) {
            response.putHeader("OCI-Filters-Applied", "artifactType");
        }
        List<Referrer> shown = page.size() > PAGE ? page.subList(0, PAGE) : page;
        if (shown.isEmpty()) {
            return budget.send(context, index(shown));
        }
        String last = shown.getLast().digest();
        return referrers.page(path.repository(), path.digest(), filter, last, 1).compose(rest -> {
            if (!rest.isEmpty()) {
                response.putHeader("Link", next(path, filter, last));
            }
            return budget.send(context, index(shown));
        });
    }

    private static String next(RegistryPath.Referrers path, String filter, String last) {
        String type = filter == null ? "" : "artifactType=" + URLEncoder.encode(filter, StandardCharsets.UTF_8) + '&';
        return "</v2/" + path.repository() + "/referrers/" + path.digest() + '?' + type + "last="
                + URLEncoder.encode(last, StandardCharsets.UTF_8) + ">; rel=\"next\"";
    }

    private static Buffer index(List<Referrer> referrers) {
        JsonArray manifests = new JsonArray();
        referrers.forEach(referrer -> manifests.add(descriptor(referrer)));
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", INDEX)
                .put("manifests", manifests)
                .toBuffer();
    }

    private static JsonObject descriptor(Referrer referrer) {
        JsonObject descriptor = new JsonObject()
                .put("mediaType", referrer.mediaType())
                .put("size", referrer.size())
                .put("digest", referrer.digest());
        if (referrer.artifactType() != null) {
            descriptor.put("artifactType", referrer.artifactType());
        }
        if (referrer.annotations() != null) {
            descriptor.put("annotations", new JsonObject(referrer.annotations()));
        }
        return descriptor;
    }
}
