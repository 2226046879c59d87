package io.muelle.platform.security;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.path.RegistryPath;
import io.vertx.core.http.HttpMethod;

/** Which right a request below {@code /v2} needs: the same at the edge and in each service. */
final class RequiredRight {
    private RequiredRight() {}

    static Action of(HttpMethod method, RegistryPath.InRepository path) {
        if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
            return path instanceof RegistryPath.Upload ? Action.PUSH : Action.PULL;
        }
        boolean deletes = method == HttpMethod.DELETE && !(path instanceof RegistryPath.Upload);
        return deletes ? Action.DELETE : Action.PUSH;
    }
}
