package io.muelle.system;

import static io.muelle.system.Documents.CONFIG;
import static io.muelle.system.Documents.DOCKER_MANIFEST;
import static io.muelle.system.Documents.EMPTY;
import static io.muelle.system.Documents.LAYER;
import static io.muelle.system.Documents.OCI_INDEX;
import static io.muelle.system.Documents.OCI_MANIFEST;
import static io.muelle.system.Documents.artifact;
import static io.muelle.system.Documents.bytes;
import static io.muelle.system.Documents.descriptor;
import static io.muelle.system.Documents.index;
import static io.muelle.system.Documents.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that are not stored, and the largest that is (end-7). */
class ProtocolManifestRefusalsTest {
    private static final int MOST = 4 << 20;

    private final Repository repository = Repository.fresh(Registry.shared());

    @BeforeEach
    void pushEmptyObject() {
        repository.pushBlob(EMPTY);
    }

    @Test
    void shouldRefuseAManifestWhoseBlobsAreElsewhere() {
        byte[] layer = Image.randomBytes(8);
        Repository.fresh(Registry.shared()).pushBlob(layer);
        byte[] withLayer = manifest(OCI_MANIFEST, descriptor(CONFIG, EMPTY), List.of(descriptor(LAYER, layer)));
        byte[] withConfig = manifest(OCI_MANIFEST, descriptor(CONFIG, layer), List.of());

        for (byte[] bytes : new byte[][] {withLayer, withConfig}) {
            Response refused = repository.put("one", OCI_MANIFEST, bytes).expectError(404, "MANIFEST_BLOB_UNKNOWN");
            assertThat(refused.text()).contains(Image.digest(layer).toString());
        }
        assertThat(repository.getManifest("one").status()).isEqualTo(404);
    }

    @Test
    void shouldRefuseAnotherSizeThanTheBlobHas() {
        byte[] bytes = manifest(OCI_MANIFEST, descriptor(CONFIG, Image.digest(EMPTY), 3), List.of());

        repository.put("one", OCI_MANIFEST, bytes).expectError(400, "MANIFEST_INVALID");
    }

    @Test
    void shouldRefuseAnIndexWhoseManifestsAreElsewhere() {
        byte[] child = artifact();
        Repository other = Repository.fresh(Registry.shared());
        other.pushBlob(EMPTY);
        other.put("one", OCI_MANIFEST, child).expect(201);
        byte[] bytes = index(OCI_INDEX, List.of(descriptor(OCI_MANIFEST, child)));

        repository.put("one", OCI_INDEX, bytes).expectError(404, "MANIFEST_BLOB_UNKNOWN");
        repository.put(Image.digest(child), OCI_MANIFEST, child).expect(201);
        repository.put("one", OCI_INDEX, bytes).expect(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{",
                "[]",
                "null",
                "{}",
                "{\"schemaVersion\":2}",
                "{\"schemaVersion\":1,\"config\":{},\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":\"sha256:abc\",\"size\":2}}",
                "{\"schemaVersion\":2,\"schemaVersion\":2}"
            })
    void shouldRefuseWhatIsNoManifest(String text) {
        repository.put("one", OCI_MANIFEST, bytes(text)).expectError(400, "MANIFEST_INVALID");
    }

    @Test
    void shouldRefuseAContentTypeThatTheManifestContradicts() {
        byte[] bytes = artifact();

        for (String other : List.of(DOCKER_MANIFEST, OCI_INDEX, "application/json", "text/plain")) {
            repository.put("one", other, bytes).expectError(400, "MANIFEST_INVALID");
        }
    }

    @Test
    void shouldRefuseSchema1() {
        byte[] bytes = bytes("{\"schemaVersion\":1,\"name\":\"a\",\"tag\":\"b\",\"fsLayers\":[]}");

        repository
                .put("one", "application/vnd.docker.distribution.manifest.v1+prettyjws", bytes)
                .expectError(400, "MANIFEST_INVALID");
    }

    @Test
    void shouldRefuseAnotherDigestThanTheBytesHave() {
        repository
                .put(Image.digest(Image.randomBytes(8)), OCI_MANIFEST, artifact())
                .expectError(400, "DIGEST_INVALID");
    }

    @ParameterizedTest
    @CsvSource({"0,201", "1,413"})
    void shouldTakeFourMebibytesAndNoMore(int excess, int status) {
        byte[] bytes = sized(MOST + excess);

        Response answer = repository.put("large", OCI_MANIFEST, bytes);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 201) {
            assertThat(repository.getManifest("large").expect(200).body()).isEqualTo(bytes);
        } else {
            assertThat(answer.errorCode()).isEqualTo("MANIFEST_INVALID");
        }
    }

    private static byte[] sized(int size) {
        String empty = "\"annotations\":{\"filler\":\"%s\"}";
        int bare = artifact(empty.formatted("")).length;
        return artifact(empty.formatted("x".repeat(size - bare)));
    }
}
