package io.muelle.contracts.ask;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Asked by manifest-service, answered by blob-service: how a manifest comes to hold its blobs. */
public interface ClaimBlobs {
    /** References these blobs under a claim id that was never used before; all or nothing. */
    Uni<Answer> claim(Claim claim);

    /** Tells that a claim was superseded, so that its references go at once; the decider finds what is not told. */
    Uni<Void> release(UUID claim);

    /**
     * @param id UUIDv7, asked once
     * @param mayBeMissing sparse manifests: a blob that is not here is no error and is referenced all the same
     */
    record Claim(UUID id, RepositoryName repository, Set<Digest> digests, boolean mayBeMissing) {
        public Claim {
            digests = Set.copyOf(digests);
        }
    }

    /** What became of the claim. */
    sealed interface Answer {}

    /** Every blob is referenced; the sizes in bytes of those that are here. */
    record Granted(Map<Digest, Long> sizes) implements Answer {
        public Granted {
            sizes = Map.copyOf(sizes);
        }
    }

    /** This blob is not in the repository; nothing was written. */
    record Missing(Digest digest) implements Answer {}
}
