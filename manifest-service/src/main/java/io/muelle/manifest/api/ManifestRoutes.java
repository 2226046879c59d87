package io.muelle.manifest.api;

import io.muelle.contracts.path.RegistryPath;
import io.muelle.platform.http.BlockingHandler;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.Expectation;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RegistryFailures;
import io.muelle.platform.security.Guard;
import io.muelle.platform.security.Token;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The endpoints of manifests, tags, referrers and the catalog: has the right checked and hands the request on. */
@Singleton
public final class ManifestRoutes {
    private final Guard guard;
    private final ManifestPulls pulls;
    private final ManifestPushes pushes;
    private final ManifestDeletes deletes;
    private final TagLists tagLists;
    private final ReferrerLists referrerLists;
    private final CatalogLists catalogLists;

    ManifestRoutes(
            Guard guard,
            ManifestPulls pulls,
            ManifestPushes pushes,
            ManifestDeletes deletes,
            TagLists tagLists,
            ReferrerLists referrerLists,
            CatalogLists catalogLists) {
        this.guard = guard;
        this.pulls = pulls;
        this.pushes = pushes;
        this.deletes = deletes;
        this.tagLists = tagLists;
        this.referrerLists = referrerLists;
        this.catalogLists = catalogLists;
    }

    void mount(@Observes Router router) {
        router.route("/v2/*").handler(this::route);
    }

    private void route(RoutingContext context) {
        try {
            RegistryPath path = RegistryPath.parse(context.request().path());
            switch (path) {
                case RegistryPath.Manifest manifest -> manifest(context, manifest, admitted(context, path));
                case RegistryPath.Tags tags -> {
                    reading(context, path);
                    tagLists.list(context, tags.repository());
                }
                case RegistryPath.Referrers referrers -> {
                    reading(context, path);
                    referrerLists.list(context, referrers);
                }
                case RegistryPath.Catalog catalog -> {
                    Token token = reading(context, path);
                    BlockingHandler.of(request -> catalogLists.list(request, token.actor()))
                            .handle(context);
                }
                default -> context.next();
            }
        } catch (RuntimeException refused) {
            RegistryFailures.send(context, refused);
        }
    }

    private void manifest(RoutingContext context, RegistryPath.Manifest path, Token token) {
        switch (context.request().method().name()) {
            case "GET", "HEAD" -> pulls.pull(context, path, token);
            case "PUT" ->
                BlockingHandler.of(request -> pushes.push(request, path, token)).handle(context);
            case "DELETE" ->
                BlockingHandler.of(request -> deletes.delete(request, path, token))
                        .handle(context);
            default -> throw unsupported(context);
        }
    }

    private Token reading(RoutingContext context, RegistryPath path) {
        Token token = admitted(context, path);
        HttpMethod method = context.request().method();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            throw unsupported(context);
        }
        return token;
    }

    private Token admitted(RoutingContext context, RegistryPath path) {
        Token token = guard.require(context.request(), path);
        Expectation.meet(context.request());
        return token;
    }

    private static RegistryException unsupported(RoutingContext context) {
        return new RegistryException(ErrorCode.UNSUPPORTED, context.request().method() + " is not supported here.");
    }
}
