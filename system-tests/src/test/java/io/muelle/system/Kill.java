package io.muelle.system;

import java.util.Locale;
import java.util.function.Consumer;

/** What a {@code kill -9} ends. */
enum Kill {
    PROCESS(Registry::killProcess),
    EVERYTHING(Registry::killEverything);

    private final Consumer<Registry> blow;

    Kill(Consumer<Registry> blow) {
        this.blow = blow;
    }

    /** Returns when what it ends is gone. */
    void strike(Registry registry) {
        blow.accept(registry);
    }

    /**
     * Whether PostgreSQL lives on, with what it was sent before. The next start of a registry in one process stops it, and
     * then too what waits for a lock may get it, from who was stopped first.
     */
    boolean leavesPostgres() {
        return this == PROCESS;
    }

    /** For names of repositories, so that the cases of a suite do not meet. */
    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
