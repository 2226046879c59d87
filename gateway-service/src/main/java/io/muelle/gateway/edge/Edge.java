package io.muelle.gateway.edge;

import io.muelle.contracts.path.RegistryPath;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RegistryFailures;
import io.muelle.platform.request.CanonicalPath;
import io.muelle.platform.request.Failures;
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
                return;
            }
            String normalized = context.normalizedPath();
            if (RegistryPath.covers(normalized)) {
                RegistryFailures.send(context, elsewhere());
                return;
            }
            boolean ofApi = ApiEdge.covers(path);
            if ((ofApi || ApiEdge.covers(normalized)) && (!CanonicalPath.is(path) || path.endsWith("/"))) {
                throw elsewhere();
            }
            if (ofApi) {
                api.handle(context);
            } else {
                context.next();
            }
        } catch (RuntimeException refused) {
            Failures.send(context, refused);
        }
    }

    private static RegistryException elsewhere() {
        return new RegistryException(
                ErrorCode.NAME_UNKNOWN, "There is nothing at this address: write it the way the documentation does.");
    }
}
