package io.muelle.launcher;

import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings a registry up. One that ends with what the JVM remembers of a trained run, and does not say why, is started once
 * more without: a cache that was damaged since it was made can take the JVM with it.
 */
record RegistryStart(
        DataFolder folder,
        ListenAddress listen,
        Optional<TlsFiles> tls,
        AdministratorPassword password,
        boolean foreground) {
    // A recovery after a crash may take its time; a process that ends is noticed at once.
    // PostgreSQL may have much to recover, and would begin anew where it is ended.
    private static final Duration MOST = Duration.ofMinutes(30);
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;

    /** Returns when the registry is ready. */
    Supervision ready() {
        AotCache cache = AotCache.of("standalone");
        List<String> trained = cache.use();
        Attempt first = attempt(trained);
        if (trained.isEmpty() || !endedForNoReason(first)) {
            return required(first);
        }
        listen.requireFree();
        boolean ours = JavaOptions.given().isEmpty();
        System.err.println("muelle: the registry ended before it was ready, and is started once more without "
                + cache.file()
                + (ours
                        ? ": starts may be slower until the next build."
                        : ": MUELLE_JAVA_OPTIONS may not go with it."));
        Supervision supervision = required(attempt(List.of()));
        if (ours) {
            cache.giveUp();
        }
        return supervision;
    }

    private Attempt attempt(List<String> flags) {
        RegistryProcess registry = new RegistryProcess(folder, listen, tls, password, JavaOptions.after(flags));
        RegistryLog log = RegistryLog.begin(folder);
        Process process = registry.fork(
                foreground ? Redirect.INHERIT : Redirect.appendTo(log.path().toFile()));
        Supervision supervision = new Supervision(process, folder);
        boolean over = Wait.until(
                () -> !process.isAlive() || Health.ready(registry.management()),
                MOST,
                "Starting Muelle in " + folder.path());
        return new Attempt(process, supervision, log, over);
    }

    private record Attempt(Process process, Supervision supervision, RegistryLog log, boolean over) {}

    /** Whether it ended without a sentence of its own, and nobody ended it. */
    private boolean endedForNoReason(Attempt attempt) {
        if (attempt.process().isAlive() || attempt.log().sentence().isPresent()) {
            return false;
        }
        int code = attempt.process().exitValue();
        // The launcher itself may be about to end.
        return code != KILLED && code != TERMINATED && attempt.supervision().leave() == 0;
    }

    private Supervision required(Attempt attempt) {
        if (!attempt.process().isAlive()) {
            // Somebody may have taken the port since it was looked at.
            listen.requireFree();
            throw new LauncherFailure(
                    foreground
                            ? "the registry ended before it was ready."
                            : "it did not start: " + attempt.log().lastWord());
        }
        if (!attempt.over()) {
            throw new LauncherFailure("the registry was not ready within " + MOST.toMinutes()
                    + " minutes and is stopped: " + attempt.log().path() + " tells more.");
        }
        return attempt.supervision();
    }
}
