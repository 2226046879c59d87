package io.muelle.gateway.edge;

import io.muelle.contracts.path.RegistryPath;
import io.muelle.platform.http.RegistryFailures;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The first handler of every request: who is it, what may it do, within which limits. What passes goes on to the
 * services' own routes. A path counts only as it was written: none reaches a service by another spelling.
 */
@Singleton
public class Edge {
    private static final int BEFORE_ALL_OTHERS = -10_000;

    private final RegistryEdge registry;
    private final ApiEdge api;

    Edge(RegistryEdge registry, ApiEdge api) {
        this.registry = registry;
        this.api = api;
    }

    void mount(@Observes Router router) {
        router.route().order(BEFORE_ALL_OTHERS).handler(this::route);
    }

    private void route(RoutingContext context) {
        try {
            String path = context.request().path();
            if (RegistryPath.covers(path)) {
                registry.handle(context);
            } else if (disguised(context, path)) {
                context.response().setStatusCode(404).end();
            } else if (ApiEdge.covers(path)) {
                api.handle(context);
            } else {
                context.next();
            }
        } catch (RuntimeException refused) {
            RegistryFailures.send(context, refused);
        }
    }

    private static boolean disguised(RoutingContext context, String path) {
        String normalized = context.normalizedPath();
        return RegistryPath.covers(normalized) || ApiEdge.covers(normalized) && !path.equals(normalized);
    }
}
