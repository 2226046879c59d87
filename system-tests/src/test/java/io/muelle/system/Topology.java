package io.muelle.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How the registry under test runs: the two ways there are, chosen by {@code MUELLE_TOPOLOGY}. */
enum Topology {
    /** One process. */
    STANDALONE("muelle.log") {
        @Override
        List<Long> serving(JsonNode status) {
            return pids(status);
        }

        @Override
        List<Long> others(JsonNode status) {
            return pids(status.path("postgres"));
        }
    },

    /** Each service as processes of its own, over servers in a process of their own. */
    CLUSTER("servers.log", "cluster") {
        @Override
        List<Long> serving(JsonNode status) {
            List<Long> pids = new ArrayList<>();
            status.path("replicas").forEach(replica -> pids.addAll(pids(replica)));
            return pids;
        }

        @Override
        List<Long> others(JsonNode status) {
            List<Long> pids = new ArrayList<>();
            // First who would start the others again.
            List.of("servers", "s3", "postgres").forEach(name -> pids.addAll(pids(status.path(name))));
            return pids;
        }
    };

    private final String serversLog;
    private final List<String> words;

    Topology(String serversLog, String... words) {
        this.serversLog = serversLog;
        this.words = List.of(words);
    }

    /** The one that this run of the tests is about. */
    static Topology chosen() {
        String name = System.getenv("MUELLE_TOPOLOGY");
        return name == null ? STANDALONE : valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }

    /** The command of this topology, such as {@code start}. */
    MuelleCommand command(String verb) {
        List<String> all = new ArrayList<>(words);
        all.add(verb);
        return MuelleCommand.muelle(all.toArray(String[]::new));
    }

    /** Where PostgreSQL, Kafka and what watches them write to. */
    String serversLog() {
        return serversLog;
    }

    /** The processes that answer clients, the gateway first. */
    abstract List<Long> serving(JsonNode status);

    /** The other processes; the last is PostgreSQL. */
    abstract List<Long> others(JsonNode status);

    private static List<Long> pids(JsonNode process) {
        return process.path("pid").isNumber() ? List.of(process.get("pid").longValue()) : List.of();
    }
}
