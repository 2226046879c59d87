package io.muelle.contracts.ask;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Asked by blob-service, answered by manifest-service: what became of claims. At most 1,000 of them in one ask. */
public interface Claims {
    int LIMIT = 1_000;

    /** Settles each claim for good: one whose manifest has not committed can no longer commit. */
    Uni<Map<UUID, Outcome>> decide(Set<UUID> claims);

    /** Those that hold content: no outcome yet, or committed and the manifest is there. */
    Uni<Set<UUID>> alive(Set<UUID> claims);

    /** What a decided claim is. */
    enum Outcome {
        COMMITTED,
        ABORTED,
        /** The manifest was there already and keeps its own claim. */
        SUPERSEDED,
        /** It was committed and its manifest was deleted. */
        ENDED
    }
}
