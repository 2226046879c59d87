package io.muelle.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The script {@code muelle} as a user types it. It takes what is built: the build under test made it. */
public final class MuelleCommand {
    static final Path HOME =
            Path.of(System.getProperty("muelle.home", "..")).toAbsolutePath().normalize();
    private static final long SECONDS = 180;

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>(Map.of("MUELLE_NO_BUILD", "yes"));

    /** What a command that has ended said, and its exit code. */
    public record Outcome(int code, String output, String errors) {
        public boolean succeeded() {
            return code == 0;
        }
    }

    private MuelleCommand(Path home, String... words) {
        this.words.add(home.resolve("muelle").toString());
        this.words.addAll(List.of(words));
    }

    public static MuelleCommand muelle(String... words) {
        return at(HOME, words);
    }

    /** The script of a program in another folder. */
    static MuelleCommand at(Path home, String... words) {
        return new MuelleCommand(home, words);
    }

    public MuelleCommand with(String... more) {
        words.addAll(List.of(more));
        return this;
    }

    /** Sets a variable of the environment. */
    public MuelleCommand where(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs it where that folder is a disk of that size, in a name space of its own; skips the test where none can be. */
    public MuelleCommand onDiskOf(Path folder, String size) throws IOException, InterruptedException {
        List<String> inside = List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");
        String mount = "mount -t tmpfs -o size=" + size + " none '" + folder + "'";
        Assumptions.assumeTrue(succeeds(inside, mount), "this machine lets nobody mount in a name space of his own");
        words.addAll(0, inside);
        words.add(inside.size(), mount + " && exec \"$0\" \"$@\"");
        return this;
    }

    private static boolean succeeds(List<String> inside, String script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(inside);
        command.add(script);
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    /** Runs it to its end. */
    public Outcome run() {
        try {
            Path output = Files.createTempFile("muelle", ".output");
            Path errors = Files.createTempFile("muelle", ".errors");
            // Into files: whom it starts inherits them, and a pipe would be open as long as that one lives.
            Process process = start(output, errors);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(words + " did not end: " + Files.readString(errors));
            }
            Outcome outcome = new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
            Files.delete(output);
            Files.delete(errors);
            return outcome;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Runs it to its end, which has to be a good one. */
    public Outcome succeed() {
        Outcome outcome = run();
        if (!outcome.succeeded()) {
            throw new IllegalStateException(words + " failed: " + outcome);
        }
        return outcome;
    }

    /** Starts it, with what it says in files. */
    public Process start(Path output, Path errors) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MUELLE_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
