package io.muelle.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a scratch registry under {@link TrainingLoad}. */
final class StandaloneRehearsal implements Rehearsal {
    private static final Duration MOST = Duration.ofMinutes(5);

    @Override
    public void run(DataFolder data) throws IOException, InterruptedException {
        ListenAddress listen = ListenAddress.freeOnLoopback();
        AdministratorPassword password = AdministratorPassword.in(data, null);
        RegistryProcess registry = new RegistryProcess(
                data,
                listen,
                Optional.empty(),
                password,
                AotCache.of("standalone").make());
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
