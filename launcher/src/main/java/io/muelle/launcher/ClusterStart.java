package io.muelle.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Brings a cluster up; whatever goes wrong, nothing of it is left.
 *
 * @param cache what the JVM of a service is told about its cache
 */
record ClusterStart(
        DataFolder folder,
        ListenAddress listen,
        Replicas counts,
        AdministratorPassword password,
        Function<AotCache, List<String>> cache) {
    private static final Duration MOST = Duration.ofMinutes(5);

    /** Returns when every replica is ready. */
    Cluster ready() {
        ClusterServers servers = ClusterServers.start(folder);
        Cluster cluster = new Cluster(listen.url(), servers.process(), List.of());
        try {
            cluster = forked(servers);
            cluster.note(folder);
            requireReady(folder, cluster);
            return cluster;
        } catch (RuntimeException failure) {
            cluster.end(folder);
            throw failure;
        }
    }

    private Cluster forked(ClusterServers servers) {
        Map<String, List<Integer>> ports = ports();
        ReplicaProcess processes = new ReplicaProcess(folder, servers, password, ports, cache);
        List<Replica> replicas = new ArrayList<>();
        for (String service : Replicas.SERVICES) {
            String host = service.equals("gateway") ? listen.host() : "127.0.0.1";
            for (int number = 1; number <= counts.of(service); number++) {
                replicas.add(processes.fork(service, number, host, listen.otherFreePort()));
            }
        }
        return new Cluster(listen.url(), servers.process(), replicas);
    }

    private Map<String, List<Integer>> ports() {
        Map<String, List<Integer>> ports = new HashMap<>();
        for (String service : Replicas.SERVICES) {
            List<Integer> ofService = new ArrayList<>();
            for (int number = 1; number <= counts.of(service); number++) {
                boolean announced = service.equals("gateway") && number == 1;
                ofService.add(announced ? listen.port() : listen.otherFreePort());
            }
            ports.put(service, ofService);
        }
        return ports;
    }

    /** Waits until each replica answers. */
    static void requireReady(DataFolder folder, Cluster cluster) {
        Wait.until(
                () -> cluster.replicas().stream()
                        .allMatch(replica -> !replica.process().alive() || replica.ready()),
                MOST,
                "Starting the services in " + folder.path());
        cluster.replicas().stream()
                .filter(replica -> !replica.ready())
                .findFirst()
                .ifPresent(late -> {
                    throw new LauncherFailure(late.service() + "-service " + late.number() + " did not start: "
                            + folder.resolve(late.service() + "-" + late.number() + ".log") + " tells why.");
                });
    }
}
