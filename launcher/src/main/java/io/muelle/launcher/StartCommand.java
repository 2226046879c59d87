package io.muelle.launcher;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a registry and returns when it is ready, or stays with it in the foreground. */
@Command(
        name = "start",
        description = "Starts the registry, with all it needs, and waits until it is ready.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class StartCommand implements Callable<Integer> {
    // A recovery after a crash may take its time; a process that ends is noticed at once.
    private static final Duration MOST_START = Duration.ofMinutes(5);

    @Option(names = "--host", paramLabel = "ADDRESS", description = "where to listen; 0.0.0.0 for all")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "the port to listen on")
    private int port = 8080;

    @Option(names = "--data", paramLabel = "DIR", description = "the folder that holds everything")
    private Path data = Path.of("data");

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "certificate and chain, as PEM")
    private Path tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "the certificate's private key, as PEM")
    private Path tlsKey;

    @Option(names = "--foreground", description = "stay attached, and stop the registry when this is stopped")
    private boolean foreground;

    @Override
    public Integer call() throws InterruptedException {
        Optional<TlsFiles> tls = TlsFiles.of(tlsCertificate, tlsKey);
        ListenAddress listen = new ListenAddress(host, port, tls.isPresent());
        DataFolder folder = DataFolder.prepared(data);
        Supervision supervision = folder.starting(() -> start(folder, listen, tls));
        return foreground ? supervision.stay() : supervision.leave();
    }

    private static void requireUnused(DataFolder folder) {
        folder.instance().ifPresent(instance -> {
            throw new LauncherFailure("Muelle runs already on " + folder.path() + ", at " + instance.address()
                    + " (pid " + instance.process().pid() + "): ./muelle stop ends it.");
        });
        if (folder.inUse()) {
            throw new LauncherFailure("the data folder " + folder.path()
                    + " is in use by another process: stop that one, or choose another folder with --data.");
        }
    }

    private Supervision start(DataFolder folder, ListenAddress listen, Optional<TlsFiles> tls) {
        requireUnused(folder);
        listen.requireFree();
        boolean first = !folder.used();
        AdministratorPassword password =
                AdministratorPassword.in(folder, System.getenv(AdministratorPassword.VARIABLE));
        if (Boolean.getBoolean("muelle.training")) {
            Training.once();
        }
        RegistryProcess registry = new RegistryProcess(
                folder, listen, tls, password, AotCache.of("standalone").use());
        RegistryLog log = RegistryLog.begin(folder);
        Process process = registry.fork(
                foreground ? Redirect.INHERIT : Redirect.appendTo(log.path().toFile()));
        Supervision supervision = new Supervision(process, folder);
        boolean over = Wait.until(
                () -> !process.isAlive() || Health.ready(registry.management()),
                MOST_START,
                "Starting Muelle in " + folder.path());
        if (!process.isAlive()) {
            // Somebody may have taken the port since it was looked at.
            listen.requireFree();
            throw new LauncherFailure(
                    foreground ? "the registry ended before it was ready." : "it did not start: " + log.lastWord());
        }
        if (!over) {
            throw new LauncherFailure("the registry was not ready within " + MOST_START.toMinutes()
                    + " minutes and is stopped: " + log.path() + " tells more.");
        }
        System.out.print(new Announcement(folder, listen, password, first));
        return supervision;
    }
}
