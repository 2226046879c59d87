package io.muelle.system;

import static io.muelle.system.Documents.CONFIG;
import static io.muelle.system.Documents.EMPTY;
import static io.muelle.system.Documents.OCI_INDEX;
import static io.muelle.system.Documents.OCI_MANIFEST;
import static io.muelle.system.Documents.artifact;
import static io.muelle.system.Documents.descriptor;
import static io.muelle.system.Documents.index;
import static io.muelle.system.Documents.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muelle.contracts.name.Digest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What refers to a manifest (end-12). */
class ProtocolReferrersTest {
    private static final String SIGNATURE = "application/vnd.example.signature+json";

    private final Repository repository = Repository.fresh(Registry.shared());
    private final byte[] subject = artifact("\"annotations\":{\"is\":\"the subject\"}");
    private final Digest digest = Image.digest(subject);
    private final String toSubject = "\"subject\":" + descriptor(OCI_MANIFEST, subject);

    @BeforeEach
    void pushEmptyObject() {
        repository.pushBlob(EMPTY);
    }

    @Test
    void shouldDescribeAReferrer() {
        put(subject);
        byte[] referrer = artifact(
                "\"artifactType\":\"" + SIGNATURE + '"', toSubject, "\"annotations\":{\"one\":\"1\",\"two\":\"2\"}");

        Response made =
                repository.put(Image.digest(referrer), OCI_MANIFEST, referrer).expect(201);

        assertThat(made.header("OCI-Subject")).isEqualTo(digest.toString());
        Response list = list("");
        assertThat(list.header("Content-Type")).isEqualTo(OCI_INDEX);
        assertThat(list.header("OCI-Filters-Applied")).isNull();
        assertThat(list.json().get("schemaVersion").intValue()).isEqualTo(2);
        assertThat(list.json().get("mediaType").textValue()).isEqualTo(OCI_INDEX);
        assertThat(list.json().get("manifests")).hasSize(1);
        JsonNode shown = list.json().at("/manifests/0");
        assertThat(shown.get("mediaType").textValue()).isEqualTo(OCI_MANIFEST);
        assertThat(shown.get("digest").textValue())
                .isEqualTo(Image.digest(referrer).toString());
        assertThat(shown.get("size").intValue()).isEqualTo(referrer.length);
        assertThat(shown.get("artifactType").textValue()).isEqualTo(SIGNATURE);
        assertThat(shown.get("annotations").toString()).isEqualTo("{\"one\":\"1\",\"two\":\"2\"}");
    }

    @Test
    void shouldTakeTheTypeOfTheConfigWhereThereIsNoOther() {
        byte[] referrer = manifest(OCI_MANIFEST, descriptor(CONFIG, EMPTY), List.of(), toSubject);

        put(referrer);

        assertThat(list("").json().at("/manifests/0/artifactType").textValue()).isEqualTo(CONFIG);
    }

    @Test
    void shouldDescribeAnIndexWithoutAType() {
        byte[] referrer = index(OCI_INDEX, List.of(), toSubject);

        Response made =
                repository.put(Image.digest(referrer), OCI_INDEX, referrer).expect(201);

        assertThat(made.header("OCI-Subject")).isEqualTo(digest.toString());
        JsonNode shown = list("").json().at("/manifests/0");
        assertThat(shown.get("mediaType").textValue()).isEqualTo(OCI_INDEX);
        assertThat(shown.has("artifactType")).isFalse();
    }

    /** A signature may arrive before what it signs. */
    @Test
    void shouldTakeAReferrerBeforeItsSubject() {
        byte[] referrer = artifact(toSubject);
        put(referrer);

        shouldShow(list(""), referrer);
        put(subject);
        shouldShow(list(""), referrer);
    }

    @ParameterizedTest
    @ValueSource(strings = {SIGNATURE, "application/vnd.example.sbom", "a/b c&d=e%f", "application/x+y"})
    void shouldShowOnlyTheTypeThatIsAskedFor(String type) {
        byte[] wanted = artifact("\"artifactType\":\"" + type + '"', toSubject);
        byte[] other = artifact("\"artifactType\":\"application/vnd.example.other\"", toSubject);
        put(wanted);
        put(other);

        Response list = list("?artifactType=" + URLEncoder.encode(type, StandardCharsets.UTF_8));

        shouldShow(list, wanted);
        assertThat(list.header("OCI-Filters-Applied")).isEqualTo("artifactType");
        shouldShow(list("?artifactType=application%2Fnothing"));
    }

    @Test
    void shouldAnswerAnEmptyIndexForWhatNobodyRefersTo() {
        shouldShow(list(""));
        put(subject);
        shouldShow(list(""));
        shouldShow(repository
                .get("referrers/" + Image.digest(Image.randomBytes(8)))
                .expect(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:abc", "nonsense", "latest", "md5:d41d8cd98f00b204e9800998ecf8427e", "%00"})
    void shouldRefuseAMalformedDigest(String malformed) {
        repository.get("referrers/" + malformed).expectError(400, "DIGEST_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"artifactType=%00", "last=%00", "artifactType=%FF", "last=%FF&artifactType=a"})
    void shouldNotFailOverAStrangeQuery(String query) {
        put(artifact(toSubject));

        assertThat(repository.get("referrers/" + digest + '?' + query).status()).isIn(200, 400);
    }

    @Test
    void shouldForgetAReferrerThatIsDeleted() {
        byte[] kept = artifact("\"artifactType\":\"application/vnd.example.kept\"", toSubject);
        byte[] deleted = artifact(toSubject);
        put(kept);
        put(deleted);

        repository.delete("manifests/" + Image.digest(deleted)).expect(202);

        shouldShow(list(""), kept);
    }

    @Test
    void shouldKeepReferrersOfADeletedSubject() {
        byte[] referrer = artifact(toSubject);
        put(subject);
        put(referrer);

        repository.delete("manifests/" + digest).expect(202);

        repository.getManifest(Image.digest(referrer)).expect(200);
        shouldShow(list(""), referrer);
    }

    @Test
    void shouldNotShowReferrersOfAnotherRepository() {
        put(artifact(toSubject));
        Repository other = Repository.fresh(Registry.shared());

        shouldShow(other.get("referrers/" + digest).expect(200));
    }

    private void put(byte[] manifest) {
        repository.put(Image.digest(manifest), OCI_MANIFEST, manifest).expect(201);
    }

    private Response list(String query) {
        return repository.get("referrers/" + digest + query).expect(200);
    }

    private static void shouldShow(Response list, byte[]... manifests) {
        assertThat(list.header("Content-Type")).isEqualTo(OCI_INDEX);
        assertThat(list.json().get("manifests").isArray()).isTrue();
        List<String> digests = list.json().get("manifests").findValuesAsText("digest");
        assertThat(digests)
                .containsExactlyInAnyOrderElementsOf(List.of(manifests).stream()
                        .map(manifest -> Image.digest(manifest).toString())
                        .toList());
    }
}
