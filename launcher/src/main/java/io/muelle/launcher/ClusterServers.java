package io.muelle.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL, Kafka and S3 for a cluster on one machine, in a process of their own. */
record ClusterServers(ProcessIdentity process, Running running, String password, String s3Secret) {
    // PostgreSQL may have much to recover, and would begin anew where it is ended.
    private static final Duration MOST_START = Duration.ofMinutes(30);

    /** The process they hang on, while it starts them. */
    record Begun(DataFolder folder, Process process, ProcessIdentity identity) {
        /** Returns when PostgreSQL and S3 answer. */
        ClusterServers ready() {
            Wait.until(
                    () -> !process.isAlive() || noted(folder, identity).isPresent(),
                    MOST_START,
                    "Starting PostgreSQL, Kafka and S3");
            return running(folder, identity);
        }
    }

    static Begun begin(DataFolder folder) {
        Path log = folder.resolve("servers.log");
        List<String> command = new ArrayList<>(RegistryProcess.ownSession());
        command.add(RegistryProcess.java());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-jar"));
        command.add(Program.jar("embedded/target").toString());
        command.add(folder.path().toString());
        try {
            Files.deleteIfExists(folder.resolve("running.json"));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
            ProcessIdentity identity = ProcessIdentity.of(process.pid())
                    .orElseThrow(() -> new LauncherFailure("PostgreSQL, Kafka and S3 did not start: see " + log + "."));
            return new Begun(folder, process, identity);
        } catch (IOException failure) {
            throw folder.unusable(failure);
        }
    }

    /** Those that run already. */
    static ClusterServers running(DataFolder folder, ProcessIdentity process) {
        try {
            return new ClusterServers(
                    process,
                    noted(folder, process)
                            .orElseThrow(() -> new LauncherFailure("PostgreSQL, Kafka and S3 did not start: see "
                                    + folder.resolve("servers.log") + ".")),
                    Files.readString(folder.resolve("postgres/password")).strip(),
                    Files.readString(folder.resolve("s3/secret-key")).strip());
        } catch (IOException failure) {
            throw folder.unusable(failure);
        }
    }

    private static Optional<Running> noted(DataFolder folder, ProcessIdentity process) {
        return folder.running(new Instance(process, "", 0));
    }

    @Override
    public String toString() {
        return "ClusterServers[" + process.pid() + "]";
    }
}
