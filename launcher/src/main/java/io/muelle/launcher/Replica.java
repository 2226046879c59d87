package io.muelle.launcher;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** One process of a service in a cluster, and where it listens. */
record Replica(String service, int number, ProcessIdentity process, String host, int port, int managementPort) {
    @JsonIgnore
    boolean ready() {
        return Health.ready("http://127.0.0.1:" + managementPort);
    }
}
