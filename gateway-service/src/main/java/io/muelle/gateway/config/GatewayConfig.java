package io.muelle.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What an operator can set of gateway-service. */
@ConfigMapping(prefix = "muelle.gateway")
public interface GatewayConfig {
    /** The password of the account {@code admin}, which is made with it when there is none. There is no default. */
    Optional<String> administratorPassword();

    /** How long a token lives. */
    @WithDefault("10m")
    Duration tokenLifetime();

    /** How long a refresh token lives. */
    @WithDefault("90d")
    Duration refreshTokenLifetime();

    /** How long a key signs before the next one does. */
    @WithDefault("30d")
    Duration keyLifetime();

    /** How long a key is published before it signs. */
    @WithDefault("1h")
    Duration keyPublishedBefore();

    /** How long a checked password need not be hashed again. */
    @WithDefault("1m")
    Duration passwordRemembered();

    /** Refused log-ins from one address for one account in a minute, after which it has to wait. */
    @WithDefault("20")
    int failuresPerMinute();
}
