package io.muelle.system;

import io.muelle.contracts.name.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documents of the image specification, and of Docker's before it, as text that a client pushes. */
final class Documents {
    static final String OCI_MANIFEST = Image.MEDIA_TYPE;
    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    static final byte[] EMPTY = bytes("{}");

    private Documents() {}

    /** A descriptor with further fields, each written as in JSON. */
    static String descriptor(String mediaType, Digest digest, long size, String... fields) {
        String further = Stream.of(fields).map(field -> "," + field).collect(Collectors.joining());
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}".formatted(mediaType, digest, size, further);
    }

    static String descriptor(String mediaType, byte[] content) {
        return descriptor(mediaType, Image.digest(content), content.length);
    }

    /** An image manifest; further fields are written as in JSON. */
    static byte[] manifest(String mediaType, String config, List<String> layers, String... fields) {
        return document(
                mediaType,
                Stream.concat(
                        Stream.of("\"config\":" + config, "\"layers\":[" + String.join(",", layers) + "]"),
                        Stream.of(fields)));
    }

    static byte[] index(String mediaType, List<String> manifests, String... fields) {
        return document(
                mediaType,
                Stream.concat(Stream.of("\"manifests\":[" + String.join(",", manifests) + "]"), Stream.of(fields)));
    }

    /** An artifact without content of its own: its config and its one layer are the empty object. */
    static byte[] artifact(String... fields) {
        String empty = descriptor(EMPTY_TYPE, EMPTY);
        return manifest(OCI_MANIFEST, empty, List.of(empty), fields);
    }

    private static byte[] document(String mediaType, Stream<String> fields) {
        return bytes(Stream.concat(Stream.of("\"schemaVersion\":2", "\"mediaType\":\"" + mediaType + '"'), fields)
                .collect(Collectors.joining(",", "{", "}")));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
