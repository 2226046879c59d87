package io.muelle.platform.request;

import io.muelle.contracts.path.RegistryPath;
import io.muelle.platform.api.ProblemFailures;
import io.muelle.platform.http.RegistryFailures;
import io.vertx.ext.web.RoutingContext;

/** Answers a failure as the protocol has it that the path belongs to: the registry's, or else the management API's. */
public final class Failures {
    private Failures() {}

    /** To be called on the event loop. */
    public static void send(RoutingContext context, Throwable failure) {
        if (ofRegistry(context.request().path())) {
            RegistryFailures.send(context, failure);
        } else {
            ProblemFailures.send(context, failure);
        }
    }

    private static boolean ofRegistry(String path) {
        return path == null || RegistryPath.covers(path) || path.equals("/token");
    }
}
