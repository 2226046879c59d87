package io.muelle.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * A real PostgreSQL for one machine: its own process, on loopback, with a generated password and durable settings. What
 * a killed process left running is stopped properly first.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    public static final String USER = "muelle";
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final long START_MILLIS = 60_000;
    private static final long TELL_MILLIS = 30_000;
    private static final long POLL_MILLIS = 10;
    private static final long RECOVERY_MILLIS = 500;
    private static final long MAX_LOG_BYTES = 10L * 1024 * 1024;
    private static final int MAX_CONNECTIONS = 120;

    /** Whether a power cut may lose what was committed; only throw-away databases of tests let it. */
    public enum Durability {
        DURABLE,
        THROW_AWAY
    }

    private final Path folder;
    private final Path data;
    private final PostgresPrograms programs;
    private final String password;
    private final int port;
    private final Durability durability;
    private volatile Process process;
    private volatile boolean closed;

    private EmbeddedPostgres(Path folder, Durability durability) throws IOException {
        this.folder = folder.toAbsolutePath().normalize();
        this.data = this.folder.resolve("data");
        Files.createDirectories(this.folder);
        this.programs = new PostgresPrograms(PostgresBinaries.unpacked(this.folder));
        this.password = SecretFile.read(this.folder.resolve("password"));
        initialise();
        stopLeftover();
        this.port = FreePort.find();
        this.durability = durability;
        startServer();
    }

    /** Starts the server on what is in {@code folder}, which is made if it is not there. */
    public static EmbeddedPostgres start(Path folder, Durability durability) {
        try {
            return new EmbeddedPostgres(folder, durability);
        } catch (IOException failure) {
            throw new EmbeddedFailure(
                    "PostgreSQL cannot use " + folder + ": check its rights and free space (" + failure.getMessage()
                            + ").",
                    failure);
        }
    }

    /** Stops a server that a killed process left running on {@code folder}, if there is one. */
    public static void stopLeftover(Path folder) {
        Path data = folder.toAbsolutePath().normalize().resolve("data");
        if (Files.isDirectory(data)) {
            leftover(data).ifPresent(pid -> stopServer(new PostgresPrograms(PostgresBinaries.unpacked(folder)), data));
        }
    }

    private void initialise() throws IOException {
        if (Files.isDirectory(data)) {
            return;
        }
        Path unfinished = folder.resolve("data.unfinished");
        PostgresBinaries.deleteTree(unfinished);
        programs.run(
                "initdb",
                List.of(
                        "-D",
                        unfinished.toString(),
                        "-U",
                        USER,
                        "-A",
                        "scram-sha-256",
                        // The password is random and long: guessing it takes no less for being hashed often.
                        "-c",
                        "scram_iterations=1",
                        "--pwfile=" + folder.resolve("password"),
                        "--no-locale",
                        "-E",
                        "UTF8"));
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        SecretFile.makeDurable(folder);
    }

    private void stopLeftover() throws IOException {
        leftover(data).ifPresent(pid -> {
            LOG.warnf("PostgreSQL (pid %d) was left running by a killed process: it is stopped first", pid);
            stopServer(programs, data);
        });
        awaitOrphans();
        // PostgreSQL would take whatever has that number now for a server, even a process that ended and lies unreaped.
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    /** The children of a killed server end by themselves, and no other server may begin before they have. */
    private void awaitOrphans() {
        long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
        while (System.nanoTime() < deadline && ProcessHandle.allProcesses().anyMatch(this::worksHere)) {
            sleep(POLL_MILLIS);
        }
    }

    /** Each process of a server has its data as its working folder. */
    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(data);
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    /** The process of {@code postmaster.pid}, if it is a PostgreSQL on this folder and not a stranger with its number. */
    private static Optional<Long> leftover(Path data) {
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            String commandLine = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            boolean ours = commandLine.contains("postgres") && commandLine.contains(data.toString());
            return ours ? Optional.of(pid) : Optional.empty();
        } catch (IOException | RuntimeException absent) {
            return Optional.empty();
        }
    }

    private static void stopServer(PostgresPrograms programs, Path data) {
        programs.run("pg_ctl", List.of("stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "100"));
    }

    /** Starts the server, and from then on again whenever it ends without being told to. */
    private void startServer() throws IOException {
        process = spawn();
        waitUntilReady();
        process.onExit()
                .thenAccept(ended ->
                        Thread.ofPlatform().name("postgres-recovery").daemon().start(this::recover));
    }

    private void recover() {
        while (!closed) {
            LOG.errorf("PostgreSQL has ended (%s): it is started again", exitCode());
            try {
                startServer();
                LOG.info("PostgreSQL answers again");
                return;
            } catch (IOException | EmbeddedFailure failure) {
                // Until the last of the old server's processes has gone, a new one refuses to start.
                LOG.warnf("PostgreSQL does not start yet: %s", failure.getMessage());
                sleep(RECOVERY_MILLIS);
            } catch (RuntimeException unforeseen) {
                // Whatever it is: nobody else would try again.
                LOG.error("PostgreSQL could not be started again", unforeseen);
                sleep(RECOVERY_MILLIS);
            }
        }
    }

    private String exitCode() {
        return process.isAlive() ? "not quite" : Integer.toString(process.exitValue());
    }

    private Process spawn() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        setting(arguments, "listen_addresses=127.0.0.1");
        setting(arguments, "unix_socket_directories=");
        setting(arguments, "max_connections=" + MAX_CONNECTIONS);
        // What it does not keep itself, the system does, and gives back when others need the room.
        setting(arguments, "shared_buffers=48MB");
        // And what the system's cache answers needs no processes that wait for the disk.
        setting(arguments, "io_method=sync");
        setting(arguments, "log_min_messages=warning");
        setting(arguments, "log_checkpoints=off");
        setting(arguments, "max_wal_size=512MB");
        boolean durable = durability == Durability.DURABLE;
        setting(arguments, "fsync=" + (durable ? "on" : "off"));
        setting(arguments, "synchronous_commit=" + (durable ? "on" : "off"));
        setting(arguments, "full_page_writes=" + (durable ? "on" : "off"));
        Path log = folder.resolve("postgres.log");
        if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
            Files.delete(log);
        }
        return programs.startServer(arguments, log);
    }

    private static void setting(List<String> arguments, String setting) {
        arguments.add("-c");
        arguments.add(setting);
    }

    /** As long as it takes, once the server has begun: what it recovers from a crash it would do all over again. */
    private void waitUntilReady() throws IOException {
        long begun = System.nanoTime();
        long told = begun;
        for (String state = state(); !state.equals("ready"); state = state()) {
            long now = System.nanoTime();
            if (!process.isAlive() || state.isEmpty() && now - begun > START_MILLIS * 1_000_000) {
                process.destroyForcibly();
                throw new EmbeddedFailure("PostgreSQL does not start: "
                        + PostgresPrograms.lastLine(Files.readString(folder.resolve("postgres.log"))));
            }
            if (now - told > TELL_MILLIS * 1_000_000) {
                told = now;
                LOG.infof("PostgreSQL has been %s for %d s", state, (now - begun) / 1_000_000_000);
            }
            sleep(POLL_MILLIS);
        }
    }

    /** The eighth line of the pid file, the server's own word, such as "starting"; empty before there is one. */
    private String state() {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            boolean ours = lines.size() >= 8 && lines.getFirst().strip().equals(Long.toString(process.pid()));
            return ours ? lines.get(7).strip() : "";
        } catch (IOException notYet) {
            return "";
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EmbeddedFailure("The process is stopping.", interrupted);
        }
    }

    /** Makes databases of these names where there are none. */
    public void createDatabases(List<String> names) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), USER, password);
                PreparedStatement exists = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?");
                Statement create = connection.createStatement()) {
            for (String name : names) {
                requireName(name);
                exists.setString(1, name);
                if (!exists.executeQuery().next()) {
                    create.execute("CREATE DATABASE " + name);
                }
            }
        } catch (SQLException failure) {
            throw new EmbeddedFailure("The databases " + names + " cannot be made: " + failure.getMessage(), failure);
        }
    }

    private static void requireName(String name) {
        if (!DATABASE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a database name: " + name);
        }
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + '/' + database;
    }

    /** The address for Vert.x's client. */
    public String reactiveUrl(String database) {
        return "postgresql://127.0.0.1:" + port + '/' + database;
    }

    public String passwordOfUser() {
        return password;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Leaves the server to itself, as the end of this process would. */
    void abandon() {
        closed = true;
    }

    @Override
    public void close() {
        closed = true;
        if (process.isAlive()) {
            stopServer(programs, data);
        }
    }
}
