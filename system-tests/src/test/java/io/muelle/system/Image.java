package io.muelle.system;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An image of the OCI's kind, small enough to lie in memory. */
public record Image(byte[] config, List<byte[]> layers) {
    public static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One that no registry has seen: its layers are random bytes. */
    public static Image random(int layers, int bytesOfLayer) {
        List<byte[]> contents = IntStream.range(0, layers)
                .mapToObj(number -> randomBytes(bytesOfLayer))
                .toList();
        String config = """
                {"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[%s]}}\
                """.formatted(
                contents.stream().map(layer -> "\"" + digest(layer) + "\"").collect(Collectors.joining(",")));
        return new Image(config.getBytes(StandardCharsets.UTF_8), contents);
    }

    public static Image random() {
        return random(1, 1024);
    }

    public static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** The bytes of the manifest, always the same. */
    public byte[] manifest() {
        String text = """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
                """.formatted(
                        MEDIA_TYPE,
                        descriptor("application/vnd.oci.image.config.v1+json", config),
                        layers.stream()
                                .map(layer -> descriptor("application/vnd.oci.image.layer.v1.tar", layer))
                                .collect(Collectors.joining(",")));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Config and layers. */
    public List<byte[]> blobs() {
        return Stream.concat(Stream.of(config), layers.stream()).toList();
    }

    public Digest digest() {
        return digest(manifest());
    }

    public static Digest digest(byte[] content) {
        return Digest.of(DigestAlgorithm.SHA256, content);
    }

    private static String descriptor(String mediaType, byte[] content) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(mediaType, digest(content), content.length);
    }
}
