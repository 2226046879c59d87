package io.muelle.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the launcher notes about a cluster: {@code cluster.json}.
 *
 * @param servers the process that PostgreSQL, Kafka and S3 hang on
 */
record Cluster(String address, ProcessIdentity servers, List<Replica> replicas) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "cluster.json";

    Cluster {
        replicas = List.copyOf(replicas);
    }

    /** The cluster that was started on this folder, if anything of it lives. */
    static Optional<Cluster> on(DataFolder folder) {
        try {
            Cluster cluster = JSON.readValue(folder.resolve(NAME).toFile(), Cluster.class);
            return Optional.of(cluster)
                    .filter(found -> found.processes().stream().anyMatch(ProcessIdentity::alive));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    void note(DataFolder folder) {
        try {
            JSON.writeValue(folder.resolve(NAME + ".unfinished").toFile(), this);
            Files.move(folder.resolve(NAME + ".unfinished"), folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw folder.unusable(failure);
        }
    }

    /** Whether its start went on to the last service. */
    boolean wasWhole() {
        return ports().keySet().containsAll(Replicas.SERVICES);
    }

    /** Whether a replica has died. */
    boolean lacksReplicas() {
        return replicas.stream().anyMatch(replica -> !replica.process().alive());
    }

    /** Where the replicas of each service listen, in their order. */
    Map<String, List<Integer>> ports() {
        return replicas.stream()
                .collect(Collectors.groupingBy(
                        Replica::service, Collectors.mapping(Replica::port, Collectors.toList())));
    }

    /** The same cluster with one more replica. */
    Cluster with(Replica replica) {
        return new Cluster(
                address,
                servers,
                Stream.concat(replicas.stream(), Stream.of(replica)).toList());
    }

    /** The same cluster with a replica in the place of another. */
    Cluster replaced(Replica dead, Replica replica) {
        return new Cluster(
                address,
                servers,
                replicas.stream()
                        .map(each -> each.equals(dead) ? replica : each)
                        .toList());
    }

    private List<ProcessIdentity> processes() {
        List<ProcessIdentity> processes =
                new ArrayList<>(replicas.stream().map(Replica::process).toList());
        processes.add(servers);
        return processes;
    }

    /** Ends the services, then what they need; false if something is left after the longest time. */
    boolean end(DataFolder folder) {
        List<ProcessIdentity> services = replicas.stream().map(Replica::process).toList();
        services.stream().filter(ProcessIdentity::alive).forEach(ProcessIdentity::terminate);
        boolean ended = Wait.until(
                () -> services.stream().noneMatch(ProcessIdentity::alive), Ending.MOST, "Stopping the services");
        if (servers.alive()) {
            servers.terminate();
        }
        return Wait.until(
                        () -> !servers.alive() && nothingLeft(folder) && !folder.inUse(),
                        Ending.MOST,
                        "Stopping PostgreSQL, Kafka and S3")
                && ended;
    }

    /** PostgreSQL and S3 outlive a process of theirs that was killed. */
    private static boolean nothingLeft(DataFolder folder) {
        List<ProcessIdentity> left = Stream.of(folder.postgres(), folder.s3())
                .flatMap(Optional::stream)
                .toList();
        left.forEach(ProcessIdentity::terminate);
        return left.isEmpty();
    }
}
