package io.muelle.manifest.domain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The JSON of manifests, read so that no client can read it otherwise: UTF-8 only, no field twice, and no field that
 * differs from a known one in its case alone, since clients in Go would take it for that one.
 */
final class ManifestJson {
    private static final int MAX_DEPTH = 64;
    // As a tree, "{}" takes some fifty bytes. Of 2,000 descriptors each may have more than a hundred.
    private static final int MAX_TOKENS = 250_000;
    private static final int MAX_TEXT_LENGTH = 255;
    private static final Set<String> FIELDS = Set.of(
            "schemaVersion",
            "mediaType",
            "artifactType",
            "config",
            "layers",
            "manifests",
            "subject",
            "annotations",
            "digest",
            "size",
            "urls",
            "data",
            "platform");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestJson() {}

    static JsonNode read(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return object(MAPPER.readTree(text), "manifest");
        } catch (StreamConstraintsException excessive) {
            throw new InvalidManifestException(
                    "The manifest has more values than one needs, or nests them too deeply.");
        } catch (IOException malformed) {
            throw new InvalidManifestException(
                    "The manifest is not well-formed JSON in UTF-8, or names a field twice.");
        }
    }

    /** {@code node}, which is to be an object with fields that are read alike by all. */
    static JsonNode object(JsonNode node, String what) {
        if (node == null || !node.isObject()) {
            throw new InvalidManifestException("The " + what + " is not a JSON object.");
        }
        node.fieldNames().forEachRemaining(ManifestJson::requireUnmistakable);
        return node;
    }

    private static void requireUnmistakable(String name) {
        if (!FIELDS.contains(name) && FIELDS.stream().anyMatch(name::equalsIgnoreCase)) {
            throw new InvalidManifestException("A field differs from a known one only in upper and lower case.");
        }
    }

    /** A text field, or null if it is absent or empty. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.asText().isEmpty()) {
            return null;
        }
        if (!isShortText(value)) {
            throw new InvalidManifestException("The field " + field + " is a text of at most " + MAX_TEXT_LENGTH
                    + " characters, none of them control.");
        }
        return value.asText();
    }

    /** Whether it is text that may go into lists and events. */
    static boolean isShortText(JsonNode value) {
        return value.isTextual()
                && value.asText().length() <= MAX_TEXT_LENGTH
                && value.asText().chars().noneMatch(Character::isISOControl);
    }
}
