package io.muelle.platform.security;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where clients reach the registry: {@code muelle.public-url}, or else the host that this request was sent to. */
@Singleton
public class PublicAddress {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

    private final Optional<String> configured;

    public PublicAddress(@ConfigProperty(name = "muelle.public-url") Optional<String> configured) {
        this.configured = configured.map(url -> url.replaceAll("/+$", ""));
    }

    /** Scheme, host and port, without a slash at the end. */
    public String of(HttpServerRequest request) {
        return configured.orElseGet(() -> (request.isSSL() ? "https://" : "http://") + authority(request));
    }

    /** Host and port as a client writes them before a repository's name. */
    public String registry(HttpServerRequest request) {
        String address = of(request);
        return address.substring(address.indexOf("://") + 3);
    }

    private static String authority(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (authority == null || !HOST.matcher(authority.host()).matches()) {
            return request.localAddress().hostAddress()
                    + ':'
                    + request.localAddress().port();
        }
        return authority.port() < 0 ? authority.host() : authority.host() + ':' + authority.port();
    }
}
