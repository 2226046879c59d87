package io.muelle.launcher;

import java.util.concurrent.TimeUnit;

/** Holds on to a registry: until it is left alone, the end of the launcher, by a signal too, ends it. */
final class Supervision {
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final Thread hook = new Thread(this::stop, "stop-registry");

    Supervision(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void stop() {
        process.destroy();
        try {
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of the registry; the code is the registry's. */
    int stay() throws InterruptedException {
        return process.waitFor();
    }

    /** Lets the registry go on by itself. */
    int leave() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            return Muelle.FAILED;
        }
        return 0;
    }
}
