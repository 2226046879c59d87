package io.muelle.manifest;

import io.muelle.contracts.name.Descriptor;
import java.util.List;
import java.util.stream.Collectors;

/** Manifests as clients write them. */
public final class ManifestJsonText {
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

    private ManifestJsonText() {}

    public static String image(Descriptor config, List<Descriptor> layers) {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + OCI_MANIFEST + "\",\"config\":" + descriptor(config)
                + ",\"layers\":[" + descriptors(layers) + "]}";
    }

    /** An artifact that refers to another manifest. */
    public static String referrer(Descriptor config, Descriptor subject, String artifactType) {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + OCI_MANIFEST + "\",\"artifactType\":\"" + artifactType
                + "\",\"config\":" + descriptor(config) + ",\"layers\":[],\"subject\":" + descriptor(subject) + '}';
    }

    public static String index(List<Descriptor> children) {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + OCI_INDEX + "\",\"manifests\":[" + descriptors(children)
                + "]}";
    }

    private static String descriptors(List<Descriptor> descriptors) {
        return descriptors.stream().map(ManifestJsonText::descriptor).collect(Collectors.joining(","));
    }

    private static String descriptor(Descriptor descriptor) {
        return "{\"mediaType\":\"" + descriptor.mediaType() + "\",\"digest\":\"" + descriptor.digest() + "\",\"size\":"
                + descriptor.size() + '}';
    }
}
