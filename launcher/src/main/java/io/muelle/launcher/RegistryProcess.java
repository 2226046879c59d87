package io.muelle.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Forks the registry as a process of its own session, so that a terminal's interrupt does not reach it. */
final class RegistryProcess {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    static final List<String> FLAGS = JvmFlags.heap("128m", "512m", "48m");

    private final DataFolder folder;
    private final ListenAddress listen;
    private final Optional<TlsFiles> tls;
    private final AdministratorPassword password;
    private final List<String> flags;
    private final int managementPort;

    /**
     * @param flags more of them for the JVM
     */
    RegistryProcess(
            DataFolder folder,
            ListenAddress listen,
            Optional<TlsFiles> tls,
            AdministratorPassword password,
            List<String> flags) {
        this.folder = folder;
        this.listen = listen;
        this.tls = tls;
        this.password = password;
        this.flags = flags;
        this.managementPort = listen.otherFreePort();
    }

    /** Starts the process, whose output goes to the given place. */
    Process fork(Redirect output) {
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        // By the environment: a command line is there for all to read.
        builder.environment().remove(AdministratorPassword.VARIABLE);
        password.value().ifPresent(value -> builder.environment().put("MUELLE_GATEWAY_ADMINISTRATOR_PASSWORD", value));
        try {
            Process process = builder.start();
            ProcessIdentity.of(process.pid())
                    .ifPresent(identity -> folder.note(new Instance(identity, listen.url(), managementPort)));
            return process;
        } catch (IOException failure) {
            throw new LauncherFailure("the registry cannot be started: " + failure.getMessage() + ".", failure);
        }
    }

    String management() {
        return "http://127.0.0.1:" + managementPort;
    }

    /** What to put before a command so that a terminal's interrupt does not reach it. */
    static List<String> ownSession() {
        return Files.isExecutable(SETSID) ? List.of(SETSID.toString()) : List.of();
    }

    /** The program of the JDK that this runs on. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(ownSession());
        command.add(java());
        command.addAll(FLAGS);
        command.addAll(flags);
        command.add("-Dmuelle.data=" + folder.path());
        command.add("-Dquarkus.http.host=" + listen.host());
        command.add("-Dquarkus.management.port=" + managementPort);
        tls.ifPresentOrElse(
                files -> {
                    command.add("-Dquarkus.http.ssl-port=" + listen.port());
                    command.add("-Dquarkus.http.insecure-requests=disabled");
                    command.add("-Dquarkus.http.ssl.certificate.files=" + files.certificate());
                    command.add("-Dquarkus.http.ssl.certificate.key-files=" + files.key());
                },
                () -> command.add("-Dquarkus.http.port=" + listen.port()));
        command.add("-jar");
        // From the working folder: what the JVM remembers of a run names the jars as that run did.
        command.add(
                folder.path().relativize(Program.install(folder, "standalone")).toString());
        return command;
    }
}
