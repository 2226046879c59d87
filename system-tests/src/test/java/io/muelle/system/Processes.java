package io.muelle.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Ends a process as {@code kill -9} does, and returns when it is gone. */
    static void kill(long pid) {
        kill(List.of(pid));
    }

    /** Ends them at once, in this order, so that none has time to act on the end of an earlier one. */
    static void kill(List<Long> pids) {
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        pids.forEach(pid -> Eventually.until("process " + pid + " is gone", () -> !alive(pid)));
    }
}
