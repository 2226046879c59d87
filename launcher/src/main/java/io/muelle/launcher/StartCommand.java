package io.muelle.launcher;

import java.nio.file.Path;
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
            Training.ofStandalone().once();
        }
        Supervision supervision = new RegistryStart(folder, listen, tls, password, foreground).ready();
        System.out.print(new Announcement(folder, listen, password, first));
        return supervision;
    }
}
