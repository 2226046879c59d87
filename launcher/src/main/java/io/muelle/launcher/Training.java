package io.muelle.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of modules on a scratch folder, under a load like that of their clients, from which their JVMs make the caches
 * that later starts begin with.
 *
 * @param flags the JVM's, as the modules are started with
 */
record Training(List<String> modules, List<String> flags, Rehearsal rehearsal) {
    static Training ofStandalone() {
        return new Training(List.of("standalone"), RegistryProcess.FLAGS, new StandaloneRehearsal());
    }

    static Training ofServices() {
        List<String> modules =
                Replicas.SERVICES.stream().map(service -> service + "-service").toList();
        return new Training(modules, ReplicaProcess.FLAGS, new ClusterRehearsal());
    }

    /** Trains once after each build. Without a cache a module starts too, so no failure stops anything. */
    void once() {
        if (modules.stream().map(AotCache::of).noneMatch(AotCache::worthMaking)) {
            return;
        }
        System.err.println("Preparing faster starts, once after a build");
        try {
            Path place = Program.home().resolve(modules.getFirst()).resolve("target/training");
            DataFolder folder = DataFolder.prepared(place);
            folder.starting(() -> attempt(folder));
        } catch (LauncherFailure failure) {
            System.err.println("muelle: starts stay slower than they could be: " + failure.getMessage());
        }
    }

    private boolean attempt(DataFolder folder) {
        try {
            train(folder);
            return true;
        } catch (LauncherFailure failure) {
            modules.stream().map(AotCache::of).forEach(AotCache::giveUp);
            throw failure;
        }
    }

    private void train(DataFolder folder) {
        Path data = folder.resolve("data");
        Path elsewhere = folder.resolve("elsewhere");
        try {
            Program.delete(data);
            rehearse(DataFolder.prepared(data));
            Program.delete(elsewhere);
            Files.move(data, elsewhere);
            for (String module : modules) {
                prove(elsewhere, module);
                AotCache.of(module).keep();
            }
            Program.delete(elsewhere);
        } catch (IOException failure) {
            throw folder.unusable(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LauncherFailure("this was interrupted.", interrupted);
        }
    }

    private void rehearse(DataFolder data) throws InterruptedException {
        try {
            rehearsal.run(data);
        } catch (IOException failure) {
            throw new LauncherFailure("the scratch registry failed: " + failure.getMessage() + ".", failure);
        }
    }

    /** Requires that a JVM starts with the cache, and where the program lies in another folder than it did. */
    private void prove(Path elsewhere, String module) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(RegistryProcess.java()));
        command.addAll(flags);
        command.addAll(AotCache.of(module).tryOut());
        command.addAll(List.of("-XX:AOTMode=on", "-cp", "program-" + module + "/quarkus-run.jar", "-version"));
        Process process = new ProcessBuilder(command)
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .redirectOutput(elsewhere.resolve("proof.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new LauncherFailure("no JVM starts " + module + " from what this one made.");
        }
    }
}
