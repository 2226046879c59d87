package io.muelle.launcher;

import java.time.Duration;
import java.util.Optional;

/**
 * The end of a registry: of its process, of a PostgreSQL that outlived it, and of its hold on the folder. A start may
 * follow at once.
 */
record Ending(DataFolder folder, Optional<ProcessIdentity> registry) {
    static final Duration MOST = Duration.ofSeconds(60);

    /** Asks what is there to end; returns whether all is gone in time. */
    boolean reached() {
        registry.ifPresent(ProcessIdentity::terminate);
        return Wait.until(this::gone, MOST, "Stopping Muelle in " + folder.path());
    }

    private boolean gone() {
        if (registry.filter(ProcessIdentity::alive).isPresent() || folder.inUse()) {
            return false;
        }
        // It outlives a registry that was killed, or stopped before it was ready.
        Optional<ProcessIdentity> postgres = folder.postgres();
        postgres.ifPresent(ProcessIdentity::terminate);
        return postgres.isEmpty();
    }
}
