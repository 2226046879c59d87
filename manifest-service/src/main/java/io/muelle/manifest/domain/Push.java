package io.muelle.manifest.domain;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.event.Request;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import java.util.List;

/**
 * A manifest as somebody pushes it.
 *
 * @param tags in ascending order; empty for a push by digest
 * @param registry the host and port the client used
 */
public record Push(
        RepositoryName repository,
        Digest digest,
        Manifest manifest,
        byte[] bytes,
        List<TagName> tags,
        Actor actor,
        Request request,
        String registry) {
    public Push {
        tags = tags.stream().sorted().distinct().toList();
    }
}
