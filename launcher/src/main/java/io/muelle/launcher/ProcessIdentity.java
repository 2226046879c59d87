package io.muelle.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, and no later one that was given its number.
 *
 * @param started when it started, in the kernel's ticks since boot, which no change of the clock moves
 */
record ProcessIdentity(long pid, long started) {
    private static final int STATE = 0;
    private static final int STARTED = 19;

    /** The process that has this number now; one that ended and waits for its parent counts as gone. */
    static Optional<ProcessIdentity> of(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The program's name comes before, in brackets, and may hold anything.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
            return ended ? Optional.empty() : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[STARTED])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    boolean alive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Asks the process to end. */
    void terminate() {
        boolean asked = ProcessHandle.of(pid).map(ProcessHandle::destroy).orElse(true);
        if (!asked && alive()) {
            throw new LauncherFailure(
                    "process " + pid + " cannot be stopped by this user: use the account that started it.");
        }
    }
}
