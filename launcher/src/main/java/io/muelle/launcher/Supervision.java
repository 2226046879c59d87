package io.muelle.launcher;

/** Holds on to a registry: until it is left alone, the end of the launcher, by a signal too, ends it. */
final class Supervision {
    private final Process process;
    private final Thread hook;

    Supervision(Process process, DataFolder folder) {
        this.process = process;
        Ending ending = new Ending(folder, ProcessIdentity.of(process.pid()));
        this.hook = new Thread(ending::reached, "stop-registry");
        Runtime.getRuntime().addShutdownHook(hook);
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
