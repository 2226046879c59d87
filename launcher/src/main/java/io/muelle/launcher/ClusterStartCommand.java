package io.muelle.launcher;

import java.nio.file.Path;
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
                && present.get().wasWhole()
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
        if (Boolean.getBoolean("muelle.training")) {
            Training.ofServices().once();
        }
        new ClusterStart(folder, listen, counts, password, cache -> JavaOptions.after(cache.use())).ready();
        System.out.print(new Announcement(folder, listen, password, first));
        return 0;
    }

    /** Those that died, where they listened; the others go on. */
    private static int startAgain(DataFolder folder, Cluster cluster) {
        ReplicaProcess processes = new ReplicaProcess(
                folder,
                ClusterServers.running(folder, cluster.servers()),
                password(folder),
                cluster.replicas().getFirst().host(),
                cluster.ports(),
                cache -> JavaOptions.after(cache.use()));
        Cluster whole = cluster;
        for (Replica replica : cluster.replicas()) {
            if (!replica.process().alive()) {
                whole = whole.replaced(replica, processes.forkAgain(replica));
                whole.note(folder);
            }
        }
        ClusterStart.requireReady(folder, whole);
        System.out.println("Muelle runs at " + whole.address() + ": what had died of it was started again.");
        return 0;
    }

    private static AdministratorPassword password(DataFolder folder) {
        return AdministratorPassword.in(folder, System.getenv(AdministratorPassword.VARIABLE));
    }
}
