package io.muelle.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A run of a registry on a scratch folder, under a load like that of its clients, from which the JVM makes the cache
 * that later starts begin with.
 */
final class Training {
    private static final Duration MOST = Duration.ofMinutes(2);

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
            folder.starting(() -> train(folder, cache));
        } catch (LauncherFailure failure) {
            cache.keep();
            System.err.println("muelle: starts stay slower than they could be: " + failure.getMessage());
        }
    }

    private static boolean train(DataFolder folder, AotCache cache) {
        Path data = folder.resolve("data");
        try {
            Program.delete(data);
            run(DataFolder.prepared(data), cache);
            Program.delete(data);
        } catch (IOException failure) {
            throw folder.unusable(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LauncherFailure("this was interrupted.", interrupted);
        }
        if (!cache.keep()) {
            throw new LauncherFailure("the JVM made no cache.");
        }
        return true;
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
            supervision.end();
        }
    }
}
