package io.muelle.standalone.orders;

import io.muelle.blob.domain.BlobClaims;
import io.muelle.blob.domain.BlobDeletion;
import io.muelle.blob.domain.ClaimTimes;
import io.muelle.blob.domain.Links;
import io.muelle.blob.domain.SmallUploads;
import io.muelle.blob.domain.UploadLimits;
import io.muelle.blob.domain.Uploads;
import io.muelle.blob.store.LinkStore;
import io.muelle.blob.store.ReferenceStore;
import io.muelle.blob.store.UploadSessionStore;
import io.muelle.contracts.ask.ClaimBlobs;
import io.muelle.contracts.ask.Claims;
import io.muelle.manifest.domain.Deletions;
import io.muelle.manifest.domain.ManifestPush;
import io.muelle.manifest.store.ClaimOutcomes;
import io.muelle.manifest.store.Repositories;
import io.muelle.manifest.store.RepositoryVersions;
import io.muelle.platform.database.Database;
import io.muelle.platform.event.Outbox;
import io.muelle.platform.id.TimeOrderedIds;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** manifest-service and blob-service, put together as in production, on the databases as one actor sees them. */
final class Services {
    static final Duration DECIDE_AFTER = Duration.ZERO;
    static final Duration ASK_AGAIN_AFTER = Duration.ofDays(3);

    final Uploads uploads;
    final SmallUploads smallUploads;
    final Links links;
    final BlobClaims blobClaims;
    final BlobDeletion blobDeletion;
    final Claims claims;
    final ManifestPush manifestPush;
    final Deletions deletions;

    Services(World world, Database manifests, Database blobs) {
        Clock clock = world.clock;
        TimeOrderedIds ids = new TimeOrderedIds(clock);
        Outbox outbox = new Outbox(ids, () -> {});
        // That an upload was opened and taken concerns nobody else here, so these are no steps.
        UploadSessionStore sessions = new UploadSessionStore(world.blobs);
        LinkStore linkStore = new LinkStore();
        ReferenceStore references = new ReferenceStore(blobs);
        links = new Links(blobs, sessions, linkStore, outbox, Duration.ofHours(24), clock);
        UploadLimits limits = new UploadLimits(4096, 1_000_000);
        uploads = new Uploads(sessions, world.store, links, limits, ids, clock);
        smallUploads = new SmallUploads(blobs, sessions, world.store, links, limits);
        blobClaims = new BlobClaims(blobs, references, new ClaimTimes(DECIDE_AFTER, ASK_AGAIN_AFTER), clock);
        claims = claims(new ClaimOutcomes(manifests));
        blobDeletion = new BlobDeletion(blobs, linkStore, references, claims, outbox, clock);
        Repositories repositories = new Repositories(manifests, new RepositoryVersions(false));
        manifestPush =
                new ManifestPush(manifests, repositories, claimBlobs(blobClaims), any -> false, outbox, ids, clock);
        deletions = new Deletions(manifests, repositories, outbox, clock);
    }

    private static Claims claims(ClaimOutcomes outcomes) {
        return new Claims() {
            @Override
            public Uni<Map<UUID, Outcome>> decide(Set<UUID> asked) {
                return Uni.createFrom().item(() -> outcomes.decide(asked));
            }

            @Override
            public Uni<Set<UUID>> alive(Set<UUID> asked) {
                return Uni.createFrom().item(() -> outcomes.alive(asked));
            }
        };
    }

    private static ClaimBlobs claimBlobs(BlobClaims blobClaims) {
        return new ClaimBlobs() {
            @Override
            public Uni<Answer> claim(Claim claim) {
                return Uni.createFrom().item(() -> blobClaims.claim(claim));
            }

            @Override
            public Uni<Void> release(UUID claim) {
                return Uni.createFrom().item(claim).invoke(blobClaims::end).replaceWithVoid();
            }
        };
    }
}
