package io.muelle.gateway.edge;

import io.muelle.contracts.path.RegistryPath;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/** Which service answers a request that passed the edge; empty for what the gateway answers itself. */
final class Upstream {
    private static final String MANIFEST = "manifest";
    private static final String BLOB = "blob";
    private static final String REPOSITORIES = "/api/v1/repositories";
    private static final String ACCESS = "/-/access";

    private Upstream() {}

    /** The service's name. A path is one that the edge has let through, so it has one spelling only. */
    static Optional<String> of(HttpMethod method, String path) {
        if (RegistryPath.covers(path)) {
            return switch (RegistryPath.parse(path)) {
                case RegistryPath.Blob blob -> Optional.of(BLOB);
                case RegistryPath.Uploads uploads -> Optional.of(BLOB);
                case RegistryPath.Upload upload -> Optional.of(BLOB);
                case RegistryPath.Manifest manifest -> Optional.of(MANIFEST);
                case RegistryPath.Tags tags -> Optional.of(MANIFEST);
                case RegistryPath.Referrers referrers -> Optional.of(MANIFEST);
                case RegistryPath.Catalog catalog -> Optional.of(MANIFEST);
                case RegistryPath.Base base -> Optional.empty();
                case RegistryPath.Unknown unknown -> Optional.empty();
            };
        }
        boolean repositories = path.equals(REPOSITORIES) || path.startsWith(REPOSITORIES + '/');
        return repositories && !own(method, path) ? Optional.of(MANIFEST) : Optional.empty();
    }

    /** The methods of {@code Allow} that a service has not named, since the gateway answers them on its paths. */
    static String allowed(String named, String path) {
        boolean deletes = path.startsWith(REPOSITORIES + '/') && own(HttpMethod.DELETE, path);
        return deletes ? "DELETE, " + named : named;
    }

    /** Who may see a repository is the gateway's, and so its deletion begins here. */
    private static boolean own(HttpMethod method, String path) {
        return path.endsWith(ACCESS) || method == HttpMethod.DELETE && !path.contains("/-/");
    }
}
