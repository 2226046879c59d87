package io.muelle.platform.ask;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the other services are; empty where every service is in this process. */
@ConfigMapping(prefix = "muelle.peers")
public interface PeersConfig {
    /** By the service's name: {@code gateway}, {@code manifest} or {@code blob}. */
    @WithParentName
    Map<String, Peer> peers();

    /** One service, however many replicas it has. */
    interface Peer {
        /** Its replicas, as {@code host:port}; a name that stands for several is one of them. */
        List<String> addresses();

        /** The secret that this service shares with those who ask it. */
        Optional<String> secret();
    }
}
