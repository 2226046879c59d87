package io.muelle.manifest.domain;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.contracts.name.Descriptor;
import io.muelle.manifest.ManifestFixture;
import io.muelle.manifest.ManifestJsonText;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParserTest {
    private static final String DIGEST = ManifestFixture.digest("blob").toString();
    private static final String BLOB = "{\"mediaType\":\"application/x\",\"digest\":\"" + DIGEST + "\",\"size\":4}";
    private static final String IMAGE_TYPE = "\"mediaType\":\"" + ManifestJsonText.OCI_MANIFEST + "\"";
    private static final String INDEX_TYPE = "\"mediaType\":\"" + ManifestJsonText.OCI_INDEX + "\"";
    private static final String FOREIGN = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
    private static final String NONDISTRIBUTABLE = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";

    private final ManifestParser parser = new ManifestParser(3);

    @Test
    void shouldReadAnImage() {
        Manifest.Image image = image(",\"layers\":[" + BLOB + "],\"annotations\":{\"a\":\"b\"},\"subject\":" + BLOB);
        assertThat(image.blobs()).hasSize(2);
        assertThat(image.totalSize()).isEqualTo(8);
        assertThat(image.common().artifactType()).isEqualTo("application/x");
        assertThat(image.common().annotations()).isEqualTo("{\"a\":\"b\"}");
        assertThat(image.common().subject()).contains(ManifestFixture.digest("blob"));
    }

    @Test
    void shouldPreferTheArtifactTypeOverTheConfigs() {
        assertThat(image(",\"artifactType\":\"application/y\"").common().artifactType())
                .isEqualTo("application/y");
    }

    @Test
    void shouldReadAnIndexWithItsPlatforms() {
        String child = child("{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"}");
        // Each tag of a push tells of all platforms, so that long names would add up.
        String strange = child("{\"os\":\"" + "x".repeat(33) + "\",\"architecture\":\"arm\"}");
        Manifest manifest = parse(
                "{\"schemaVersion\":2," + INDEX_TYPE + ",\"manifests\":[" + child + ',' + strange + ',' + BLOB + "]}");
        assertThat(manifest).isInstanceOfSatisfying(Manifest.Index.class, index -> {
            assertThat(index.platforms()).containsExactly("linux/arm/v7");
            assertThat(index.children()).hasSize(2);
            assertThat(index.blobs()).hasSize(1);
            assertThat(index.common().artifactType()).isNull();
        });
    }

    private static String child(String platform) {
        return BLOB.replaceFirst("\"mediaType\":\"[^\"]*\"", "\"mediaType\":\"" + ManifestJsonText.OCI_MANIFEST + '"')
                .replace("}", ",\"platform\":" + platform + '}');
    }

    @Test
    void shouldTakeTheMediaTypeFromTheContentTypeWhenTheManifestHasNone() {
        String text = "{\"schemaVersion\":2,\"config\":" + BLOB + "}";
        Manifest manifest = parser.parse(text.getBytes(UTF_8), ManifestJsonText.OCI_MANIFEST + "; charset=utf-8");
        assertThat(manifest.common().mediaType()).isEqualTo(ManifestJsonText.OCI_MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {FOREIGN, NONDISTRIBUTABLE})
    void shouldNotAskForLayersThatAreNotDistributed(String mediaType) {
        String layer = BLOB.replace("application/x", mediaType);
        Manifest.Image image = image(",\"layers\":[" + layer + "]");
        assertThat(image.blobs()).extracting(Descriptor::mediaType).containsExactly("application/x");
        assertThat(image.totalSize()).isEqualTo(8);
    }

    @Test
    void shouldNotOverflowInASum() {
        String layer = BLOB.replace(":4}", ":" + Long.MAX_VALUE + '}');
        assertThat(image(",\"layers\":[" + layer + "]").totalSize()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"manifests\":[]",
                ",\"config\":{}",
                ",\"Config\":{}",
                ",\"LAYERS\":[]",
                ",\"\\u017fubject\":null",
                ",\"schemaVersion\":1"
            })
    void shouldRefuseAnImageWithTwoFaces(String more) {
        assertRefused("{\"schemaVersion\":2," + IMAGE_TYPE + ",\"config\":" + BLOB + more + '}');
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"layers\":[]", ",\"config\":null", ",\"Manifests\":[]"})
    void shouldRefuseAnIndexWithTwoFaces(String more) {
        assertRefused("{\"schemaVersion\":2," + INDEX_TYPE + ",\"manifests\":[]" + more + '}');
    }

    /** They would take a hundred megabytes as a tree, before anything else could be found wrong with them. */
    @Test
    void shouldRefuseMoreValuesThanAManifestNeeds() {
        String values = ",\"x\":[" + "{},".repeat(200_000) + "{}]";

        assertThatThrownBy(() -> image(values))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageContaining("more values than one needs");
    }

    @Test
    void shouldRefuseADescriptorWithTwoFaces() {
        assertRefusedLayer(BLOB.replace("}", ",\"Digest\":\"" + ManifestFixture.digest("other") + "\"}"));
    }

    @Test
    void shouldRefuseAContentTypeThatIsNotTheManifests() {
        byte[] text = ("{\"schemaVersion\":2," + IMAGE_TYPE + ",\"config\":" + BLOB + '}').getBytes(UTF_8);
        assertThatThrownBy(() -> parser.parse(text, ManifestJsonText.OCI_INDEX))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageContaining("Content-Type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "7", "{", "{} {}", "{\"a\":1,\"a\":1}", "{\"schemaVersion\":2}", "{'a':1}"})
    void shouldRefuseWhatIsNoManifest(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"2\"", "2.0", "4294967298", "null"})
    void shouldRefuseAnotherSchemaVersion(String version) {
        assertRefused("{\"schemaVersion\":" + version + ',' + IMAGE_TYPE + ",\"config\":" + BLOB + '}');
    }

    @Test
    void shouldRefuseEveryEncodingButPlainUtf8() {
        String text = "{\"schemaVersion\":2," + IMAGE_TYPE + ",\"config\":" + BLOB + '}';
        assertRefused(text.getBytes(UTF_16LE));
        assertRefused(("\uFEFF" + text).getBytes(UTF_8));
        byte[] broken = text.getBytes(UTF_8);
        broken[text.indexOf("application/x")] = (byte) 0xff;
        assertRefused(broken);
    }

    @Test
    void shouldRefuseWhatIsNestedTooDeep() {
        String deep = "[".repeat(100) + "]".repeat(100);
        assertRefused("{\"schemaVersion\":2," + IMAGE_TYPE + ",\"config\":" + BLOB + ",\"x\":" + deep + '}');
    }

    @Test
    void shouldRefuseMoreLayersThanTheLimit() {
        image(",\"layers\":[" + String.join(",", Collections.nCopies(3, BLOB)) + ']');
        assertThatThrownBy(() -> image(",\"layers\":[" + String.join(",", Collections.nCopies(4, BLOB)) + ']'))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageContaining("at most 3");
    }

    @ParameterizedTest
    @CsvSource({
        "size\":4, size\":-4",
        "size\":4, size\":4.5",
        "size\":4, size\":99999999999999999999",
        "size\":4, size\":\"4\"",
        "sha256:, sha255:",
        "sha256:, sha256:../",
        "mediaType, type"
    })
    void shouldRefuseAMalformedDescriptor(String part, String instead) {
        assertRefusedLayer(BLOB.replace(part, instead));
    }

    @Test
    void shouldRefuseControlCharactersInTypes() {
        assertRefusedLayer(BLOB.replace("application/x", "application/\\u0000x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "{\"a\":1}", "{\"a\":null}"})
    void shouldRefuseAnnotationsThatAreNotTexts(String annotations) {
        assertThatThrownBy(() -> image(",\"annotations\":" + annotations)).isInstanceOf(InvalidManifestException.class);
    }

    @Test
    void shouldSayThatDockersFirstSchemaIsTooOld() {
        for (String type : List.of("v1+json", "v1+prettyjws")) {
            String text = "{\"schemaVersion\":1,\"fsLayers\":[],\"history\":[]}";
            assertThatThrownBy(() ->
                            parser.parse(text.getBytes(UTF_8), "application/vnd.docker.distribution.manifest." + type))
                    .isInstanceOf(InvalidManifestException.class)
                    .hasMessageContaining("newer client");
        }
    }

    private Manifest.Image image(String more) {
        return (Manifest.Image) parse("{\"schemaVersion\":2," + IMAGE_TYPE + ",\"config\":" + BLOB + more + '}');
    }

    private Manifest parse(String text) {
        return parser.parse(text.getBytes(UTF_8), null);
    }

    private void assertRefusedLayer(String layer) {
        assertThatThrownBy(() -> image(",\"layers\":[" + layer + ']')).isInstanceOf(InvalidManifestException.class);
    }

    private void assertRefused(String text) {
        assertRefused(text.getBytes(UTF_8));
    }

    private void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> parser.parse(bytes, null)).isInstanceOf(InvalidManifestException.class);
    }
}
