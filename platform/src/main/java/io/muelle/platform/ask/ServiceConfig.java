package io.muelle.platform.ask;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who this process is among the services. */
@ConfigMapping(prefix = "muelle.service")
public interface ServiceConfig {
    /** {@code gateway}, {@code manifest} or {@code blob}; unset where every service is in this process. */
    Optional<String> name();

    /** The secret of those who may ask this service, of 32 characters or more; without one it answers nobody. */
    Optional<String> secret();
}
