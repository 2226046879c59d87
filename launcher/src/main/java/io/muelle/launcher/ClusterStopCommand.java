package io.muelle.launcher;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ends a cluster, and returns when a start may follow. */
@Command(
        name = "stop",
        description = "Stops every process of the cluster and waits until they are gone.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ClusterStopCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", description = "the folder of the cluster")
    private Path data = Path.of("data/cluster");

    @Override
    public Integer call() {
        DataFolder folder = DataFolder.at(data);
        Optional<Cluster> cluster = folder.exists() ? Cluster.on(folder) : Optional.empty();
        if (cluster.isEmpty()) {
            System.out.println("No cluster runs on " + folder.path() + ".");
            return 0;
        }
        if (!cluster.get().end(folder)) {
            throw new LauncherFailure("something of the cluster did not stop: the logs in " + folder.path()
                    + " tell more, and ./muelle cluster status --data " + data + " lists what is left.");
        }
        System.out.println("The cluster on " + folder.path() + " has stopped.");
        return 0;
    }
}
