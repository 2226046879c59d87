package io.muelle.launcher;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** What the launcher notes about the registry it started: {@code launcher.json}. */
record Instance(ProcessIdentity process, String address, int managementPort) {
    @JsonIgnore
    String management() {
        return "http://127.0.0.1:" + managementPort;
    }
}
