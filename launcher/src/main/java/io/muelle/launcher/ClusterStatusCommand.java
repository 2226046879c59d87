package io.muelle.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what runs of a cluster. */
@Command(
        name = "status",
        description = "Lists each replica of each service with its process and port.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it runs", "3:it does not"})
final class ClusterStatusCommand implements Callable<Integer> {
    private static final int NOT_RUNNING = 3;

    @Option(names = "--data", paramLabel = "DIR", description = "the folder of the cluster")
    private Path data = Path.of("data/cluster");

    @Option(names = "--json", description = "say it as JSON")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        DataFolder folder = DataFolder.at(data);
        Optional<Cluster> cluster = Cluster.on(folder);
        System.out.println(
                json
                        ? new ObjectMapper().writeValueAsString(described(folder, cluster))
                        : cluster.map(ClusterStatusCommand::sentences)
                                .orElse("No cluster runs on " + folder.path() + "."));
        return cluster.isPresent() ? 0 : NOT_RUNNING;
    }

    private static Map<String, Object> described(DataFolder folder, Optional<Cluster> cluster) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("running", cluster.isPresent());
        cluster.ifPresent(found -> {
            status.put("address", found.address());
            status.put(
                    "replicas",
                    found.replicas().stream()
                            .map(ClusterStatusCommand::described)
                            .toList());
            folder.running(new Instance(found.servers(), "", 0)).ifPresent(running -> {
                status.put("servers", Map.of("pid", found.servers().pid()));
                status.put("postgres", running.postgres());
                status.put("kafka", running.kafka());
                status.put("s3", running.s3());
            });
        });
        return status;
    }

    private static Map<String, Object> described(Replica replica) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("service", replica.service());
        status.put("replica", replica.number());
        status.put("pid", replica.process().pid());
        status.put("port", replica.port());
        status.put("management", replica.managementPort());
        status.put("alive", replica.process().alive());
        status.put("ready", replica.ready());
        return status;
    }

    private static String sentences(Cluster cluster) {
        List<String> lines = cluster.replicas().stream()
                .map(replica -> "  %s %d: pid %d, port %d, %s"
                        .formatted(
                                replica.service(),
                                replica.number(),
                                replica.process().pid(),
                                replica.port(),
                                replica.ready() ? "ready" : replica.process().alive() ? "not ready" : "dead"))
                .toList();
        return "Muelle runs at " + cluster.address() + " as\n" + String.join("\n", lines);
    }
}
