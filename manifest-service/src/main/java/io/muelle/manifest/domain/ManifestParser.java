package io.muelle.manifest.domain;

import com.fasterxml.jackson.databind.JsonNode;
import io.muelle.contracts.name.Descriptor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.MalformedNameException;
import io.muelle.manifest.domain.Manifest.Common;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Understands manifests, strictly: one that could be read as two things is refused, since two clients would read it
 * differently.
 */
public final class ManifestParser {
    // Each tag of a push tells of them all. The longest that there is has a dozen characters.
    private static final int MAX_PLATFORM_PART = 32;

    private final int maxDescriptors;

    /**
     * @param maxDescriptors the most layers of an image and the most children of an index
     */
    public ManifestParser(int maxDescriptors) {
        this.maxDescriptors = maxDescriptors;
    }

    /**
     * Reads a manifest.
     *
     * @param contentType the media type it was pushed with, or null
     */
    public Manifest parse(byte[] bytes, String contentType) {
        JsonNode root = ManifestJson.read(bytes);
        String mediaType = mediaType(root, contentType);
        return switch (mediaType) {
            case MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST -> image(root, mediaType);
            case MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST -> index(root, mediaType);
            default -> throw unsupported(mediaType);
        };
    }

    private static String mediaType(JsonNode root, String contentType) {
        String declared = contentType == null ? null : contentType.split(";", 2)[0].strip();
        String own = ManifestJson.text(root, "mediaType");
        if (own != null && declared != null && !own.equals(declared)) {
            throw new InvalidManifestException(
                    "The manifest's mediaType and the request's Content-Type differ: send the same in both.");
        }
        String mediaType = own != null ? own : declared;
        if (mediaType == null) {
            throw new InvalidManifestException("Neither the manifest nor the Content-Type says which kind it is.");
        }
        JsonNode version = root.path("schemaVersion");
        if (!version.isInt() || version.intValue() != 2) {
            throw mediaType.startsWith(MediaTypes.DOCKER_SCHEMA_1)
                    ? unsupported(mediaType)
                    : new InvalidManifestException("The manifest's schemaVersion is not 2.");
        }
        return mediaType;
    }

    private static InvalidManifestException unsupported(String mediaType) {
        return mediaType.startsWith(MediaTypes.DOCKER_SCHEMA_1)
                ? new InvalidManifestException("Docker's schema 1 is not supported: push with a newer client.")
                : new InvalidManifestException("Manifests of this media type are not supported.");
    }

    private Manifest image(JsonNode root, String mediaType) {
        if (root.has("manifests")) {
            throw new InvalidManifestException("An image manifest has no manifests: it is an image or an index.");
        }
        Descriptor config = descriptor(root.get("config"), "config");
        List<Descriptor> layers = descriptors(root, "layers");
        List<Descriptor> blobs = new ArrayList<>(layers.size() + 1);
        blobs.add(config);
        layers.stream()
                .filter(layer -> !MediaTypes.isNotDistributed(layer.mediaType()))
                .forEach(blobs::add);
        long totalSize = config.size();
        for (Descriptor layer : layers) {
            totalSize = saturated(totalSize, layer.size());
        }
        String artifactType = ManifestJson.text(root, "artifactType");
        return new Manifest.Image(
                common(root, mediaType, artifactType == null ? config.mediaType() : artifactType), blobs, totalSize);
    }

    /** Sizes come from a stranger; their sum is for show only. */
    private static long saturated(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    private Manifest index(JsonNode root, String mediaType) {
        if (root.has("layers") || root.has("config")) {
            throw new InvalidManifestException("An index has neither config nor layers: it is an image or an index.");
        }
        if (!root.path("manifests").isArray()) {
            throw new InvalidManifestException("An index has a list of manifests.");
        }
        List<String> platforms = StreamSupport.stream(root.get("manifests").spliterator(), false)
                .map(child -> platform(child.path("platform")))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        Map<Boolean, List<Descriptor>> named = descriptors(root, "manifests").stream()
                .collect(Collectors.partitioningBy(child -> MediaTypes.isManifest(child.mediaType())));
        return new Manifest.Index(
                common(root, mediaType, ManifestJson.text(root, "artifactType")),
                named.get(true),
                named.get(false),
                platforms);
    }

    private static Optional<String> platform(JsonNode platform) {
        String os = bounded(platform, "os");
        String architecture = bounded(platform, "architecture");
        String variant = bounded(platform, "variant");
        if (os == null || architecture == null) {
            return Optional.empty();
        }
        return Optional.of(os + '/' + architecture + (variant == null ? "" : '/' + variant));
    }

    private static String bounded(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return ManifestJson.isShortText(value) && value.asText().length() <= MAX_PLATFORM_PART ? value.asText() : null;
    }

    private Common common(JsonNode root, String mediaType, String artifactType) {
        Optional<Digest> subject = root.hasNonNull("subject")
                ? Optional.of(descriptor(root.get("subject"), "subject").digest())
                : Optional.empty();
        return new Common(mediaType, artifactType, subject, annotations(root.path("annotations")));
    }

    private static String annotations(JsonNode annotations) {
        if (annotations.isMissingNode() || annotations.isNull()) {
            return null;
        }
        boolean valid = annotations.isObject();
        for (JsonNode value : annotations) {
            valid &= value.isTextual();
        }
        if (!valid) {
            throw new InvalidManifestException("The annotations are an object of texts.");
        }
        return annotations.toString();
    }

    private List<Descriptor> descriptors(JsonNode root, String field) {
        JsonNode list = root.path(field);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new InvalidManifestException("The field " + field + " is a list.");
        }
        if (list.size() > maxDescriptors) {
            throw new InvalidManifestException(
                    "The field " + field + " has at most " + maxDescriptors + " entries here.");
        }
        List<Descriptor> descriptors = new ArrayList<>(list.size());
        for (JsonNode entry : list) {
            descriptors.add(descriptor(entry, field));
        }
        return descriptors;
    }

    private static Descriptor descriptor(JsonNode node, String field) {
        String mediaType = ManifestJson.text(ManifestJson.object(node, field), "mediaType");
        JsonNode size = node.path("size");
        if (mediaType == null || !size.isIntegralNumber() || !size.canConvertToLong() || size.asLong() < 0) {
            throw new InvalidManifestException(
                    "Each descriptor has a mediaType, a digest and a size; one of " + field + " has not.");
        }
        try {
            return new Descriptor(mediaType, Digest.parse(node.path("digest").asText()), size.asLong());
        } catch (MalformedNameException malformed) {
            throw new InvalidManifestException("A digest of " + field + " is malformed: " + malformed.getMessage());
        }
    }
}
