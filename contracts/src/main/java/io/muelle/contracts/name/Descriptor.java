package io.muelle.contracts.name;

import java.util.Objects;

/** What a manifest says of content it refers to: its media type, digest and size in bytes (image-spec, descriptor.md). */
public record Descriptor(String mediaType, Digest digest, long size) {
    public Descriptor {
        Objects.requireNonNull(digest, "digest");
        if (size < 0) {
            throw new IllegalArgumentException("A size is not negative.");
        }
    }
}
