package io.muelle.launcher;

import java.nio.file.Path;
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
        if (!new Ending(folder, registry).reached()) {
            throw new LauncherFailure("Muelle did not stop within " + Ending.MOST.toSeconds() + " s: "
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
}
