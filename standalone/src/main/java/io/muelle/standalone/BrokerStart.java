package io.muelle.standalone;

import io.muelle.embedded.LocalServers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Starts the broker when the services answer. They keep their events until there is one, and its start would take the
 * processor from theirs.
 */
@Singleton
final class BrokerStart {
    // Quarkus makes this bean, and the servers are there before Quarkus is.
    private static volatile LocalServers servers;

    static void after(LocalServers running) {
        servers = running;
    }

    void begin(@Observes StartupEvent started) {
        servers.startBroker();
    }
}
