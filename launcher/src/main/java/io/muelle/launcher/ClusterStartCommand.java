package io.muelle.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a cluster and returns when every replica is ready; whatever goes wrong, nothing of it is left. */
@Command(
        name = "start",
        description = "Starts each service as processes of its own on this machine, for development and tests.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ClusterStartCommand implements Callable<Integer> {
    private static final Duration MOST_START = Duration.ofMinutes(5);

    @Option(names = "--replicas", paramLabel = "COUNTS", description = "how many processes of each service")
    private String replicas = "blob=2,manifest=2,gateway=1";

    @Option(names = "--host", paramLabel = "ADDRESS", description = "where the gateway listens")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "the port of the first gateway")
    private int port = 8080;

    @Option(names = "--data", paramLabel = "DIR", description = "the folder that holds everything")
    private Path data = Path.of("data/cluster");

    @Override
    public Integer call() {
        Replicas counts = Replicas.parse(replicas);
        ListenAddress listen = new ListenAddress(host, port, false);
        DataFolder folder = DataFolder.prepared(data);
        return folder.starting(() -> start(folder, listen, counts));
    }

    private int start(DataFolder folder, ListenAddress listen, Replicas counts) {
        Optional<Cluster> present = Cluster.on(folder);
        if (present.isPresent()
                && present.get().servers().alive()
                && present.get().lacksReplicas()) {
            return startAgain(folder, present.get());
        }
        if (present.isPresent() || folder.inUse()) {
            throw new LauncherFailure("the data folder " + folder.path() + " is in use: ./muelle cluster stop --data "
                    + data + " ends what runs there.");
        }
        listen.requireFree();
        boolean first = !folder.used();
        AdministratorPassword password = password(folder);
        ClusterServers servers = ClusterServers.start(folder);
        Cluster cluster = new Cluster(listen.url(), servers.process(), List.of());
        try {
            cluster = forked(folder, listen, counts, servers, password);
            cluster.note(folder);
            requireReady(folder, cluster);
        } catch (RuntimeException failure) {
            cluster.end(folder);
            throw failure;
        }
        System.out.print(new Announcement(folder, listen, password, first));
        return 0;
    }

    /** Those that died, where they listened; the others go on. */
    private static int startAgain(DataFolder folder, Cluster cluster) {
        ReplicaProcess processes = new ReplicaProcess(
                folder, ClusterServers.running(folder, cluster.servers()), password(folder), cluster.ports());
        Cluster whole = cluster.map(replica -> replica.process().alive() ? replica : processes.forkAgain(replica));
        whole.note(folder);
        requireReady(folder, whole);
        System.out.println("Muelle runs at " + whole.address() + ": what had died of it was started again.");
        return 0;
    }

    private static AdministratorPassword password(DataFolder folder) {
        return AdministratorPassword.in(folder, System.getenv(AdministratorPassword.VARIABLE));
    }

    private static Cluster forked(
            DataFolder folder,
            ListenAddress listen,
            Replicas counts,
            ClusterServers servers,
            AdministratorPassword password) {
        Map<String, List<Integer>> ports = ports(listen, counts);
        ReplicaProcess processes = new ReplicaProcess(folder, servers, password, ports);
        List<Replica> replicas = new ArrayList<>();
        for (String service : Replicas.SERVICES) {
            String host = service.equals("gateway") ? listen.host() : "127.0.0.1";
            for (int number = 1; number <= counts.of(service); number++) {
                replicas.add(processes.fork(service, number, host, listen.otherFreePort()));
            }
        }
        return new Cluster(listen.url(), servers.process(), replicas);
    }

    private static Map<String, List<Integer>> ports(ListenAddress listen, Replicas counts) {
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

    private static void requireReady(DataFolder folder, Cluster cluster) {
        Wait.until(
                () -> cluster.replicas().stream()
                        .allMatch(replica -> !replica.process().alive() || replica.ready()),
                MOST_START,
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
