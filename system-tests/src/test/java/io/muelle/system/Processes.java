package io.muelle.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of a registry, as {@code status --json} names them. */
public final class Processes {
    private Processes() {}

    /** Whether the process of an object with a {@code pid} lives. */
    public static boolean alive(JsonNode process) {
        return alive(process.get("pid").longValue());
    }

    static boolean alive(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // One that has ended may wait long for the first process of the machine to notice.
            return !line.substring(line.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException gone) {
            return false;
        }
    }

    /** Has a process stand still: it takes connections, and answers nothing. */
    static void hold(long pid) {
        run(List.of("kill", "-STOP", Long.toString(pid)));
    }

    static void goOn(long pid) {
        run(List.of("kill", "-CONT", Long.toString(pid)));
    }

    /** Asks processes to end, and returns when they are gone. */
    static void end(List<Long> pids) {
        pids.forEach(pid -> run(List.of("kill", Long.toString(pid))));
        pids.forEach(pid -> Eventually.until("process " + pid + " is gone", () -> !alive(pid)));
    }

    /** Ends a process as {@code kill -9} does, and returns when it is gone. */
    static void kill(long pid) {
        kill(List.of(pid));
    }

    /**
     * Ends them at once: they are held first, in this order, so that none can act on the end of another. A service that
     * outlived its gateway would take that for a client that left, and acknowledge what it has; a gateway that outlived a
     * service would answer.
     */
    static void kill(List<Long> pids) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -STOP \"$@\"; kill -KILL \"$@\"", "kill"));
        pids.forEach(pid -> command.add(pid.toString()));
        run(command);
        pids.forEach(pid -> Eventually.until("process " + pid + " is gone", () -> !alive(pid)));
    }

    private static void run(List<String> command) {
        try {
            // One that is gone already makes it complain, and go on.
            new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
