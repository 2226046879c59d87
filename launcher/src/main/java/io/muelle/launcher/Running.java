package io.muelle.launcher;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** What the registry itself notes once its PostgreSQL and Kafka run: {@code running.json}. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Running(long pid, Postgres postgres, Kafka kafka) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Postgres(long pid, String address) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Kafka(String address, boolean unclean) {}
}
