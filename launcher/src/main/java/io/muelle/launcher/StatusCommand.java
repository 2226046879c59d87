package io.muelle.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says whether a registry runs, where, and as which processes. */
@Command(
        name = "status",
        description = "Says whether the registry runs, where, and as which processes.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it runs", "3:it does not"})
final class StatusCommand implements Callable<Integer> {
    private static final int NOT_RUNNING = 3;

    @Option(names = "--data", paramLabel = "DIR", description = "the folder of the registry")
    private Path data = Path.of("data");

    @Option(names = "--json", description = "say it as JSON")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        DataFolder folder = DataFolder.at(data);
        Optional<Instance> instance = folder.instance();
        Map<String, Object> status =
                instance.map(found -> describe(folder, found)).orElseGet(() -> Map.of("running", false));
        System.out.println(
                json
                        ? new ObjectMapper().writeValueAsString(status)
                        : instance.map(found -> sentences(folder, found))
                                .orElse("Muelle does not run on " + folder.path() + "."));
        return instance.isPresent() ? 0 : NOT_RUNNING;
    }

    private static Map<String, Object> describe(DataFolder folder, Instance instance) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("running", true);
        status.put("ready", Health.ready(instance.management()));
        status.put("address", instance.address());
        status.put("management", instance.management());
        status.put("pid", instance.process().pid());
        folder.running(instance).ifPresent(running -> {
            status.put("postgres", running.postgres());
            status.put("kafka", running.kafka());
        });
        return status;
    }

    private static String sentences(DataFolder folder, Instance instance) {
        String state = Health.ready(instance.management()) ? "runs" : "runs, but is not ready,";
        String registry = "Muelle %s at %s (pid %d) on %s."
                .formatted(state, instance.address(), instance.process().pid(), folder.path());
        return folder.running(instance)
                .map(running -> registry
                        + "%nPostgreSQL listens on %s (pid %d), Kafka on %s; health and metrics are at %s/q."
                                .formatted(
                                        running.postgres().address(),
                                        running.postgres().pid(),
                                        running.kafka().address(),
                                        instance.management()))
                .orElse(registry);
    }
}
