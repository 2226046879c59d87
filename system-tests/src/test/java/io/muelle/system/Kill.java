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

    /** For names of repositories, so that the cases of a suite do not meet. */
    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
