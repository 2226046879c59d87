package io.muelle.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ends a registry and what a killed one left, and returns when a start may follow. */
@Command(
        name = "stop",
        description = "Stops the registry and waits until it is gone.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class StopCommand implements Callable<Integer> {
    private static final Duration MOST_STOP = Duration.ofSeconds(60);

    @Option(names = "--data", paramLabel = "DIR", description = "the folder of the registry")
    private Path data = Path.of("data");

    @Override
    public Integer call() {
        DataFolder folder = DataFolder.at(data);
        Optional<ProcessIdentity> registry = folder.instance().map(Instance::process);
        if (registry.isEmpty() && (!folder.exists() || nothingLeft(folder))) {
            System.out.println("Muelle does not run on " + folder.path() + ".");
            return 0;
        }
        registry.ifPresent(ProcessIdentity::terminate);
        if (!Wait.until(() -> gone(folder, registry), MOST_STOP, "Stopping Muelle in " + folder.path())) {
            throw new LauncherFailure("Muelle did not stop within " + MOST_STOP.toSeconds() + " s: "
                    + folder.resolve("muelle.log") + " tells more, and kill -9 "
                    + registry.or(folder::postgres)
                            .map(process -> Long.toString(process.pid()))
                            .orElse("PID")
                    + " ends it without loss.");
        }
        System.out.println("Muelle on " + folder.path() + " has stopped.");
        return 0;
    }

    private static boolean nothingLeft(DataFolder folder) {
        if (folder.inUse()) {
            throw new LauncherFailure("the data folder " + folder.path()
                    + " is in use by a process that ./muelle start did not begin: stop that one itself.");
        }
        return folder.postgres().isEmpty();
    }

    private static boolean gone(DataFolder folder, Optional<ProcessIdentity> registry) {
        if (registry.filter(ProcessIdentity::alive).isPresent()) {
            return false;
        }
        Optional<ProcessIdentity> postgres = folder.postgres();
        // It outlives a registry that was killed, or stopped before it was ready.
        postgres.ifPresent(ProcessIdentity::terminate);
        return postgres.isEmpty() && !folder.inUse();
    }
}
