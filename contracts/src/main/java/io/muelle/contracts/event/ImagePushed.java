package io.muelle.contracts.event;

import io.muelle.contracts.access.Actor;
import java.time.Instant;
import java.util.List;

/** A push put this manifest under this tag, whether or not the tag pointed to it before. {@code previousDigest} is null for a new tag; {@code platforms} holds at most 100. */
public record ImagePushed(
        String registry,
        String repository,
        String tag,
        String digest,
        String previousDigest,
        String mediaType,
        String artifactType,
        long size,
        List<String> platforms,
        Actor actor,
        Request request,
        Instant at)
        implements RegistryEvent {
    public ImagePushed {
        platforms = List.copyOf(platforms);
    }

    @Override
    public String subject() {
        return repository + ":" + tag;
    }
}
