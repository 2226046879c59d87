package io.muelle.manifest.domain;

/** The media types of manifests (image-spec, media-types.md; Docker's schema 2). */
final class MediaTypes {
    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    static final String DOCKER_SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1";
    private static final String OCI_NONDISTRIBUTABLE = "application/vnd.oci.image.layer.nondistributable.";
    private static final String DOCKER_FOREIGN = "application/vnd.docker.image.rootfs.foreign.";

    private MediaTypes() {}

    /** Whether it is one of a manifest that is served here. */
    static boolean isManifest(String mediaType) {
        return switch (mediaType) {
            case OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST, DOCKER_LIST -> true;
            default -> mediaType.startsWith(DOCKER_SCHEMA_1);
        };
    }

    /** Whether a layer of this type need not be here. */
    static boolean isNotDistributed(String mediaType) {
        return mediaType.startsWith(OCI_NONDISTRIBUTABLE) || mediaType.startsWith(DOCKER_FOREIGN);
    }
}
