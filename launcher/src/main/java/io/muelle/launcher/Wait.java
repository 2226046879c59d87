package io.muelle.launcher;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to come true, and on a terminal shows that it does. */
final class Wait {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final boolean TERMINAL = Boolean.getBoolean("muelle.terminal");

    private Wait() {}

    /** Returns whether it came true in time. */
    static boolean until(BooleanSupplier done, Duration most, String doing) {
        boolean reached = done.getAsBoolean();
        if (!reached && !TERMINAL) {
            System.err.println(doing);
        }
        long begin = System.nanoTime();
        long seconds = -1;
        while (!reached && System.nanoTime() - begin < most.toNanos()) {
            long now = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            if (TERMINAL && now > seconds) {
                seconds = now;
                System.err.print("\r" + doing + " (" + seconds + " s)");
            }
            pause();
            reached = done.getAsBoolean();
        }
        if (TERMINAL && seconds >= 0) {
            System.err.println();
        }
        return reached;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LauncherFailure("this was interrupted.", interrupted);
        }
    }
}
