package io.muelle.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A registry under test: one that was started by {@code ./muelle start} or {@code ./muelle cluster start} for these
 * tests, or the one that {@code MUELLE_ADDRESS} and {@code MUELLE_PASSWORD} point at.
 */
public final class Registry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path WORK =
            Path.of(System.getProperty("muelle.work", "target/work")).toAbsolutePath();
    private static final String GIVEN = System.getenv("MUELLE_ADDRESS");
    private static final Topology TOPOLOGY = Topology.chosen();
    private static final String ADMINISTRATOR = "admin";
    private static final String PASSWORD = "a-password-of-tests";

    private final URI address;
    private final String password;
    private final Path data;

    private Registry(URI address, String password, Path data) {
        this.address = address;
        this.password = password;
        this.data = data;
    }

    /** The one that all suites share; it runs until the tests end. */
    public static Registry shared() {
        return Shared.REGISTRY;
    }

    private static final class Shared {
        static final Registry REGISTRY = GIVEN == null ? startShared() : given();

        private static Registry startShared() {
            Registry registry = started("shared");
            Runtime.getRuntime().addShutdownHook(new Thread(registry::close));
            return registry;
        }

        private static Registry given() {
            URI address = URI.create(GIVEN.contains("://") ? GIVEN : "http://" + GIVEN);
            return new Registry(address, System.getenv("MUELLE_PASSWORD"), null);
        }
    }

    /** One for a suite that kills it or looks behind it; to be closed. Skips the test where a registry is given. */
    public static Registry fresh(String name) {
        Registry registry = prepared(name);
        registry.start();
        return registry;
    }

    /** One that is not started yet, in an empty folder. */
    public static Registry prepared(String name) {
        Assumptions.assumeTrue(GIVEN == null, "the registry is given, so it is not ours to stop");
        return empty(name);
    }

    private static Registry started(String name) {
        Registry registry = empty(name);
        registry.start();
        return registry;
    }

    private static Registry empty(String name) {
        Path data = WORK.resolve(name);
        Registry registry = new Registry(URI.create("http://127.0.0.1:" + freePort()), PASSWORD, data);
        // What a run that was killed left.
        registry.stop();
        deleteTree(data);
        return registry;
    }

    /** Starts it on its data, with further options. */
    public void start(String... options) {
        command().with(options).succeed();
    }

    /** The command that starts it, to be changed before it is run. */
    public MuelleCommand command() {
        return commandWithoutPassword().where("MUELLE_ADMIN_PASSWORD", password);
    }

    /** The same, with the password left to the launcher. */
    public MuelleCommand commandWithoutPassword() {
        return TOPOLOGY.command("start").with("--port", Integer.toString(address.getPort()), "--data", data.toString());
    }

    public MuelleCommand.Outcome stop() {
        return TOPOLOGY.command("stop").with("--data", data.toString()).run();
    }

    /** What {@code status --json} says. */
    public JsonNode status() {
        try {
            return JSON.readTree(TOPOLOGY.command("status")
                    .with("--json", "--data", data.toString())
                    .run()
                    .output());
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends all that answers clients as {@code kill -9} does; PostgreSQL goes on. */
    public void killProcess() {
        Processes.kill(TOPOLOGY.serving(status()));
    }

    /** Ends all that answers clients as {@code kill} does, and returns when it is gone; what it needs goes on. */
    public void endProcesses() {
        Processes.end(TOPOLOGY.serving(status()));
    }

    /** Ends every process as {@code kill -9} does; PostgreSQL last, since others would start it again. */
    public void killEverything() {
        JsonNode status = status();
        List<Long> others = TOPOLOGY.others(status);
        List<Long> all = new ArrayList<>(TOPOLOGY.serving(status));
        all.addAll(others.subList(0, others.size() - 1));
        Processes.kill(all);
        killPostgres(status);
    }

    /** Ends PostgreSQL alone, all its processes, as {@code kill -9} does. */
    public void killPostgres() {
        killPostgres(status());
    }

    private static void killPostgres(JsonNode status) {
        Processes.kill(postgres(status));
    }

    /** All processes of PostgreSQL, the first before those it has begun. */
    public List<Long> postgres() {
        return postgres(status());
    }

    private static List<Long> postgres(JsonNode status) {
        long postgres = status.at("/postgres/pid").longValue();
        return Stream.concat(
                        Stream.of(postgres),
                        ProcessHandle.of(postgres).stream()
                                .flatMap(ProcessHandle::children)
                                .map(ProcessHandle::pid))
                .toList();
    }

    public URI address() {
        return address;
    }

    /** Host and port, as they stand before the name of an image. */
    public String authority() {
        return address.getAuthority();
    }

    public String password() {
        return password;
    }

    public Path data() {
        return data;
    }

    /** Whether content lies in files of this registry's folder. */
    public boolean keepsContentInFolder() {
        return TOPOLOGY == Topology.STANDALONE;
    }

    /** Where its PostgreSQL and Kafka write to. */
    public Path serversLog() {
        return data.resolve(TOPOLOGY.serversLog());
    }

    /** A client of the administrator, whose namespace is {@code admin}. */
    public Client administrator() {
        return client(ADMINISTRATOR, password);
    }

    public Client client(String user, String passwordOfUser) {
        return Client.basic(address, user, passwordOfUser);
    }

    public Client anonymous() {
        return Client.anonymous(address);
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops it and deletes its data, where those are large. */
    public void closeAndDelete() {
        close();
        deleteTree(data);
    }

    /** A port of loopback that nobody listens on now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void deleteTree(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
