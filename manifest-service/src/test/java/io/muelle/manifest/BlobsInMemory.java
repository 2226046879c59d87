package io.muelle.manifest;

import io.muelle.contracts.ask.ClaimBlobs;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What manifest-service sees of a blob-service: which blobs are where, and which claims hold them. */
public final class BlobsInMemory implements ClaimBlobs {
    private final Map<RepositoryName, Map<Digest, Long>> blobs = new ConcurrentHashMap<>();
    private final Map<UUID, Set<Digest>> references = new ConcurrentHashMap<>();
    private volatile Consumer<Claim> granted = claim -> {};

    public void add(RepositoryName repository, Digest digest, long size) {
        blobs.computeIfAbsent(repository, absent -> new ConcurrentHashMap<>()).put(digest, size);
    }

    /** The claims that hold content now. */
    public Set<UUID> claims() {
        return Set.copyOf(references.keySet());
    }

    /** What happens between a claim and the transaction that confirms it. */
    public void afterEachClaim(Consumer<Claim> action) {
        granted = action;
    }

    @Override
    public Uni<Answer> claim(Claim claim) {
        Map<Digest, Long> here = blobs.getOrDefault(claim.repository(), Map.of());
        Map<Digest, Long> sizes = new HashMap<>();
        for (Digest digest : claim.digests()) {
            Long size = here.get(digest);
            if (size != null) {
                sizes.put(digest, size);
            } else if (!claim.mayBeMissing()) {
                return Uni.createFrom().item(new Missing(digest));
            }
        }
        if (references.put(claim.id(), claim.digests()) != null) {
            throw new IllegalStateException("A claim id is asked once");
        }
        granted.accept(claim);
        return Uni.createFrom().item(new Granted(sizes));
    }

    @Override
    public Uni<Void> release(UUID claim) {
        references.remove(claim);
        return Uni.createFrom().voidItem();
    }
}
