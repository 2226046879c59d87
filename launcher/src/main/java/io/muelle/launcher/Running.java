package io.muelle.launcher;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What the process that PostgreSQL and Kafka hang on notes once they run: {@code running.json}.
 *
 * @param s3 only of a cluster
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Running(long pid, Postgres postgres, Kafka kafka, S3 s3) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Postgres(long pid, String address) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record S3(long pid, String address) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Kafka(String address, boolean unclean) {}
}
