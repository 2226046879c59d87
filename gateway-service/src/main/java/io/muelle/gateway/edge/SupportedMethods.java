package io.muelle.gateway.edge;

import io.muelle.contracts.path.RegistryPath;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import java.util.TreeSet;

/** Which methods each endpoint has (distribution-spec, "Endpoints"). */
final class SupportedMethods {
    private static final Set<String> READ = Set.of("GET", "HEAD");

    private SupportedMethods() {}

    static void require(HttpMethod method, RegistryPath path) {
        Set<String> supported = of(path);
        if (!supported.contains(method.name())) {
            throw new RegistryException(ErrorCode.UNSUPPORTED, "This endpoint does not support " + method + ".")
                    .with("Allow", String.join(", ", new TreeSet<>(supported)));
        }
    }

    private static Set<String> of(RegistryPath path) {
        return switch (path) {
            case RegistryPath.Blob blob -> Set.of("GET", "HEAD", "DELETE");
            case RegistryPath.Uploads uploads -> Set.of("POST");
            case RegistryPath.Upload upload -> Set.of("GET", "PATCH", "PUT", "DELETE");
            case RegistryPath.Manifest manifest -> Set.of("GET", "HEAD", "PUT", "DELETE");
            case RegistryPath.Base base -> READ;
            case RegistryPath.Catalog catalog -> READ;
            case RegistryPath.Tags tags -> READ;
            case RegistryPath.Referrers referrers -> READ;
            case RegistryPath.Unknown unknown -> Set.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE");
        };
    }
}
