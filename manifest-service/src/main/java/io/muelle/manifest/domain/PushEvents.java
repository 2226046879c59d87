package io.muelle.manifest.domain;

import io.muelle.contracts.event.ImagePushed;
import io.muelle.contracts.event.ManifestStored;
import io.muelle.contracts.event.ReferrerAdded;
import io.muelle.contracts.event.RegistryEvent;
import io.muelle.contracts.event.RepositoryCreated;
import io.muelle.contracts.event.TagCreated;
import io.muelle.contracts.event.TagMoved;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.TagName;
import io.muelle.manifest.store.TagStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a push has to tell, in the order in which it happened. */
final class PushEvents {
    private static final int MAX_PLATFORMS = 100;

    private final Push push;
    private final String mediaType;
    private final Instant at;
    private final List<RegistryEvent> events = new ArrayList<>();

    /**
     * @param mediaType that it is pulled under, which the first push has set
     */
    PushEvents(Push push, String mediaType, Instant at) {
        this.push = push;
        this.mediaType = mediaType;
        this.at = at;
    }

    Instant at() {
        return at;
    }

    void manifest(boolean repositoryMade, boolean stored, UUID claim) {
        String repository = push.repository().value();
        if (repositoryMade) {
            events.add(new RepositoryCreated(repository, push.actor(), at));
        }
        if (!stored) {
            return;
        }
        Manifest.Common common = push.manifest().common();
        String digest = push.digest().toString();
        long size = push.bytes().length;
        events.add(new ManifestStored(
                repository, digest, mediaType, common.artifactType(), size, claim, push.actor(), at));
        common.subject()
                .ifPresent(subject -> events.add(new ReferrerAdded(
                        repository,
                        digest,
                        subject.toString(),
                        mediaType,
                        common.artifactType(),
                        size,
                        push.actor(),
                        at)));
    }

    void tagged(TagName tag, TagStore.Moved moved) {
        String repository = push.repository().value();
        String digest = push.digest().toString();
        String previous = moved.previous().map(Digest::toString).orElse(null);
        if (previous == null) {
            events.add(new TagCreated(repository, tag.value(), digest, push.actor(), at));
        } else if (!previous.equals(digest)) {
            events.add(new TagMoved(repository, tag.value(), digest, previous, push.actor(), at));
        }
        events.add(new ImagePushed(
                push.registry(),
                repository,
                tag.value(),
                digest,
                previous,
                mediaType,
                push.manifest().common().artifactType(),
                push.bytes().length,
                platforms(),
                push.actor(),
                push.request(),
                at));
    }

    private List<String> platforms() {
        return push.manifest() instanceof Manifest.Index index
                ? index.platforms().stream().limit(MAX_PLATFORMS).toList()
                : List.of();
    }

    List<RegistryEvent> all() {
        return events;
    }
}
