package io.muelle.manifest.domain;

import io.muelle.contracts.name.Descriptor;
import io.muelle.contracts.name.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A manifest as it was understood; its bytes are kept as they were pushed (image-spec, manifest.md and image-index.md). */
public sealed interface Manifest {
    Common common();

    /** The blobs that have to be here. */
    List<Descriptor> blobs();

    /** Digest and size of each blob; one that is named twice with two sizes cannot be right. */
    default Map<Digest, Long> sizes() {
        Map<Digest, Long> sizes = new TreeMap<>();
        for (Descriptor blob : blobs()) {
            Long other = sizes.put(blob.digest(), blob.size());
            if (other != null && other != blob.size()) {
                throw new InvalidManifestException("The manifest names " + blob.digest() + " with two sizes: " + other
                        + " and " + blob.size() + ".");
            }
        }
        return sizes;
    }

    /**
     * What every manifest has.
     *
     * @param annotations as JSON text, or null
     */
    record Common(String mediaType, String artifactType, Optional<Digest> subject, String annotations) {}

    /**
     * An image or another artifact.
     *
     * @param blobs the config and the layers that have to be here
     * @param totalSize of the config and all layers, in bytes
     */
    record Image(Common common, List<Descriptor> blobs, long totalSize) implements Manifest {
        public Image {
            blobs = List.copyOf(blobs);
        }
    }

    /**
     * A list of manifests.
     *
     * @param blobs what it names that is no manifest, such as the layers in a build cache of BuildKit
     * @param platforms of the children, such as {@code linux/arm64}
     */
    record Index(Common common, List<Descriptor> children, List<Descriptor> blobs, List<String> platforms)
            implements Manifest {
        public Index {
            children = List.copyOf(children);
            blobs = List.copyOf(blobs);
            platforms = List.copyOf(platforms);
        }
    }
}
