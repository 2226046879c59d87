package io.muelle.launcher;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** One process of a service in a cluster, and where it listens on loopback. */
record Replica(String service, int number, ProcessIdentity process, int port, int managementPort) {
    @JsonIgnore
    String address() {
        return "127.0.0.1:" + port;
    }

    @JsonIgnore
    boolean ready() {
        return Health.ready("http://127.0.0.1:" + managementPort);
    }
}
