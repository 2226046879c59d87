package io.muelle.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Brings a cluster up; whatever goes wrong, and whoever ends the launcher meanwhile, nothing of it is left. */
final class ClusterStart {
    private static final Duration MOST = Duration.ofMinutes(5);

    private final DataFolder folder;
    private final ListenAddress listen;
    private final Replicas counts;
    private final AdministratorPassword password;
    private final Function<AotCache, List<String>> cache;
    /** What was started so far; also in the folder, so that another command can end it. */
    private Cluster cluster;

    /**
     * @param cache what the JVM of a service is told about its cache
     */
    ClusterStart(
            DataFolder folder,
            ListenAddress listen,
            Replicas counts,
            AdministratorPassword password,
            Function<AotCache, List<String>> cache) {
        this.folder = folder;
        this.listen = listen;
        this.counts = counts;
        this.password = password;
        this.cache = cache;
    }

    /** Returns when every replica is ready. */
    Cluster ready() {
        Thread hook = new Thread(this::interrupted, "stop-cluster");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            forkAll(begin().ready());
            requireReady(folder, cluster);
            Runtime.getRuntime().removeShutdownHook(hook);
            return cluster;
        } catch (RuntimeException failure) {
            end();
            throw failure;
        }
    }

    private synchronized ClusterServers.Begun begin() {
        ClusterServers.Begun servers = ClusterServers.begin(folder);
        cluster = new Cluster(listen.url(), servers.identity(), List.of());
        cluster.note(folder);
        return servers;
    }

    private void forkAll(ClusterServers servers) {
        ReplicaProcess processes = new ReplicaProcess(folder, servers, password, listen.host(), ports(), cache);
        for (String service : Replicas.SERVICES) {
            String host = service.equals("gateway") ? listen.host() : "127.0.0.1";
            for (int number = 1; number <= counts.of(service); number++) {
                fork(processes, service, number, host);
            }
        }
    }

    private synchronized void fork(ReplicaProcess processes, String service, int number, String host) {
        cluster = cluster.with(processes.fork(service, number, host, listen.otherFreePort()));
        cluster.note(folder);
    }

    /** Keeps the lock: what is forked afterwards would outlive the launcher. */
    private synchronized void interrupted() {
        end();
        Runtime.getRuntime().halt(Muelle.FAILED);
    }

    private synchronized void end() {
        if (cluster != null) {
            cluster.end(folder);
        }
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
