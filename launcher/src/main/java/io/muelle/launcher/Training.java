package io.muelle.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A run of a registry on a scratch folder, under a load like that of its clients, from which the JVM makes the cache
 * that later starts begin with.
 */
final class Training {
    private static final Duration MOST = Duration.ofMinutes(5);

    private Training() {}

    /** Trains standalone, once after each build. Without a cache a registry starts too, so no failure stops anything. */
    static void once() {
        AotCache cache = AotCache.of("standalone");
        if (!cache.worthMaking()) {
            return;
        }
        System.err.println("Preparing faster starts, once after a build");
        try {
            DataFolder folder = DataFolder.prepared(Program.home().resolve("standalone/target/training"));
            folder.starting(() -> attempt(folder, cache));
        } catch (LauncherFailure failure) {
            System.err.println("muelle: starts stay slower than they could be: " + failure.getMessage());
        }
    }

    private static boolean attempt(DataFolder folder, AotCache cache) {
        try {
            train(folder, cache);
            return true;
        } catch (LauncherFailure failure) {
            cache.giveUp();
            throw failure;
        }
    }

    private static void train(DataFolder folder, AotCache cache) {
        Path data = folder.resolve("data");
        try {
            Program.delete(data);
            run(DataFolder.prepared(data), cache);
            prove(data, folder.resolve("elsewhere"), cache);
            cache.keep();
        } catch (IOException failure) {
            throw folder.unusable(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LauncherFailure("this was interrupted.", interrupted);
        }
    }

    /** Requires that a JVM starts with the cache, and where the program lies in another folder than it did. */
    private static void prove(Path data, Path elsewhere, AotCache cache) throws IOException, InterruptedException {
        Program.delete(elsewhere);
        Files.move(data, elsewhere);
        List<String> command = new ArrayList<>(List.of(RegistryProcess.java()));
        command.addAll(RegistryProcess.FLAGS);
        command.addAll(cache.tryOut());
        command.addAll(List.of("-XX:AOTMode=on", "-cp", "program-standalone/quarkus-run.jar", "-version"));
        Process process = new ProcessBuilder(command)
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .redirectOutput(elsewhere.resolve("proof.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new LauncherFailure("no JVM starts from what this one made.");
        }
        Program.delete(elsewhere);
    }

    private static void run(DataFolder data, AotCache cache) throws InterruptedException {
        ListenAddress listen = ListenAddress.freeOnLoopback();
        AdministratorPassword password = AdministratorPassword.in(data, null);
        RegistryProcess registry = new RegistryProcess(data, listen, Optional.empty(), password, cache.make());
        Process process =
                registry.fork(Redirect.appendTo(data.resolve("muelle.log").toFile()));
        Supervision supervision = new Supervision(process, data);
        try {
            boolean ready = Wait.until(
                    () -> !process.isAlive() || Health.ready(registry.management()),
                    MOST,
                    "Starting a scratch registry");
            if (!ready || !process.isAlive()) {
                throw new LauncherFailure("the scratch registry in " + data.path() + " did not start.");
            }
            new TrainingLoad(listen.url(), password.value().orElseThrow()).run();
        } catch (IOException failure) {
            throw new LauncherFailure("the scratch registry failed: " + failure.getMessage() + ".", failure);
        } finally {
            end(process);
            supervision.leave();
        }
    }

    /** The JVM writes the cache when all else has ended, which takes it a while. */
    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
