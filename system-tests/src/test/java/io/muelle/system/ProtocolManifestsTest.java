package io.muelle.system;

import static io.muelle.system.Documents.CONFIG;
import static io.muelle.system.Documents.DOCKER_LIST;
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

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes, pulls and deletions of manifests (end-3, end-7, end-9). */
class ProtocolManifestsTest {
    private final Repository repository = Repository.fresh(Registry.shared());

    @BeforeEach
    void pushEmptyObject() {
        repository.pushBlob(EMPTY);
    }

    /** Spaces, order and an unknown field would not survive being written anew. */
    @ParameterizedTest
    @ValueSource(strings = {OCI_MANIFEST, DOCKER_MANIFEST})
    void shouldReturnAnImageByteForByte(String mediaType) {
        byte[] bytes = bytes("""
                { "layers" :  [],
                  "unknown": [1.0, 1e2],  "config": %s, "mediaType": "%s", "schemaVersion": 2 }
                """.formatted(descriptor(CONFIG, EMPTY), mediaType));

        shouldReturn(mediaType, bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {OCI_INDEX, DOCKER_LIST})
    void shouldReturnAnIndexByteForByte(String mediaType) {
        Image child = Image.random(1, 64);
        repository.client().push(repository.name(), "child", child);

        shouldReturn(mediaType, index(mediaType, List.of(descriptor(OCI_MANIFEST, child.manifest()))));
    }

    private void shouldReturn(String mediaType, byte[] bytes) {
        Digest digest = Image.digest(bytes);

        Response made = repository.put("latest", mediaType, bytes).expect(201);

        assertThat(made.header("Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(made.header("OCI-Subject")).isNull();
        assertThat(repository.client().get(made.header("Location")).expect(200).body())
                .isEqualTo(bytes);
        for (String reference : new String[] {"latest", digest.toString()}) {
            Response got = repository.getManifest(reference).expect(200);
            Response looked = repository.head("manifests/" + reference).expect(200);
            assertThat(got.body()).isEqualTo(bytes);
            assertThat(looked.body()).isEmpty();
            for (Response answer : new Response[] {got, looked}) {
                assertThat(answer.header("Content-Type")).isEqualTo(mediaType);
                assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(bytes.length));
                assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
            }
        }
    }

    @Test
    void shouldKeepAManifestBySha512() {
        byte[] bytes = artifact();
        Digest digest = Digest.of(DigestAlgorithm.SHA512, bytes);

        Response made = repository.put(digest, OCI_MANIFEST, bytes).expect(201);

        assertThat(made.header("Docker-Content-Digest")).isEqualTo(digest.toString());
        Response got = repository.getManifest(digest).expect(200);
        assertThat(got.body()).isEqualTo(bytes);
        assertThat(got.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    }

    /** Old clients ask for types that are not stored; what is stored is what they get. */
    @ParameterizedTest
    @ValueSource(strings = {"*/*", OCI_INDEX, "text/html", DOCKER_MANIFEST + ", */*", "not a type"})
    void shouldReturnWhatIsStoredWhateverIsAccepted(String accept) {
        Digest digest = repository.pushImage("latest");

        Response got = repository
                .get("manifests/latest", "Accept", accept, "Accept-Encoding", "gzip")
                .expect(200);

        assertThat(Image.digest(got.body())).isEqualTo(digest);
        assertThat(got.header("Content-Type")).isEqualTo(OCI_MANIFEST);
    }

    @Test
    void shouldNotSendAgainWhatTheClientHas() {
        repository.pushImage("latest");
        String etag = repository.head("manifests/latest").expect(200).header("ETag");

        assertThat(repository
                        .get("manifests/latest", "If-None-Match", etag)
                        .expect(304)
                        .body())
                .isEmpty();

        repository.pushImage("latest");
        repository.get("manifests/latest", "If-None-Match", etag).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"artifactType\":\"application/vnd.example.unheard-of\"",
                "\"annotations\":{\"a\":\"b\"}",
                "\"annotations\":{}"
            })
    void shouldTakeWhatItDoesNotKnow(String field) {
        repository.put("one", OCI_MANIFEST, artifact(field)).expect(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/vnd.cncf.helm.config.v1+json", "application/vnd.example.unheard-of", CONFIG})
    void shouldTakeAnyConfig(String mediaType) {
        byte[] bytes = manifest(
                OCI_MANIFEST,
                descriptor(mediaType, Image.digest(EMPTY), 2, "\"data\":\"e30=\""),
                List.of(descriptor("application/vnd.example.unheard-of", EMPTY)));

        repository.put("one", OCI_MANIFEST, bytes).expect(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"
            })
    void shouldNotAskForLayersThatAreNotDistributed(String mediaType) {
        byte[] bytes = manifest(
                OCI_MANIFEST,
                descriptor(CONFIG, EMPTY),
                List.of(descriptor(
                        mediaType, Image.digest(Image.randomBytes(8)), 8, "\"urls\":[\"https://example.com\"]")));

        repository.put("one", OCI_MANIFEST, bytes).expect(201);
    }

    @Test
    void shouldTakeALayerOfNothing() {
        byte[] nothing = {};
        repository.pushBlob(nothing);
        byte[] bytes = manifest(OCI_MANIFEST, descriptor(CONFIG, EMPTY), List.of(descriptor(LAYER, nothing)));

        repository.put("one", OCI_MANIFEST, bytes).expect(201);
    }

    @Test
    void shouldTakeAnIndexOfIndexes() {
        byte[] inner = index(OCI_INDEX, List.of());
        repository.put(Image.digest(inner), OCI_INDEX, inner).expect(201);

        repository
                .put("one", OCI_INDEX, index(OCI_INDEX, List.of(descriptor(OCI_INDEX, inner))))
                .expect(201);
    }

    @Test
    void shouldDeleteOnlyTheTag() {
        Digest digest = repository.pushImage("one");
        repository
                .put("two", OCI_MANIFEST, repository.getManifest("one").body())
                .expect(201);

        repository.delete("manifests/one").expect(202);

        repository.getManifest("one").expectError(404, "MANIFEST_UNKNOWN");
        repository.delete("manifests/one").expectError(404, "MANIFEST_UNKNOWN");
        repository.getManifest("two").expect(200);
        repository.getManifest(digest).expect(200);
    }

    @Test
    void shouldDeleteAManifestWithItsTags() {
        Digest digest = repository.pushImage("one");
        repository
                .put("two", OCI_MANIFEST, repository.getManifest("one").body())
                .expect(201);

        repository.delete("manifests/" + digest).expect(202);

        for (Object reference : List.of("one", "two", digest)) {
            repository.getManifest(reference).expectError(404, "MANIFEST_UNKNOWN");
            assertThat(repository.head("manifests/" + reference).expect(404).body())
                    .isEmpty();
        }
        repository.delete("manifests/" + digest).expectError(404, "MANIFEST_UNKNOWN");
    }
}
