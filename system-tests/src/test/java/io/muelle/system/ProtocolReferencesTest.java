package io.muelle.system;

import static io.muelle.system.Documents.EMPTY;
import static io.muelle.system.Documents.OCI_MANIFEST;
import static io.muelle.system.Documents.artifact;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What repositories, tags and digests may be called, and several tags with one push (end-7b). */
class ProtocolReferencesTest {
    private final Client client = Registry.shared().administrator();
    private final Repository repository = Repository.fresh(Registry.shared());

    static Stream<String> names() {
        return Stream.of(
                "a",
                "a.b",
                "a_b",
                "a__b",
                "a-b",
                "a---b",
                "0",
                "a/b/c/d/e/f",
                "x".repeat(200),
                "blobs",
                "tags",
                "manifests/list",
                "blobs/uploads",
                "referrers");
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldTakeARepositoryOfThatName(String name) {
        Image image = Image.random(1, 8);
        Repository named = new Repository(client, "admin/" + name);

        client.push(named.name(), "latest", image);

        assertThat(named.getManifest("latest").expect(200).body()).isEqualTo(image.manifest());
        assertThat(named.get("tags/list").expect(200).json().get("name").textValue())
                .isEqualTo(named.name());
    }

    static Stream<String> badNames() {
        return Stream.of(
                "admin/A",
                "admin/a..b",
                "admin/a___b",
                "admin/-a",
                "admin/a-",
                "admin/.a",
                "admin/a.",
                "admin//a",
                "admin/a/",
                "admin/%61",
                "admin/a%2Fb",
                "admin/a%00",
                "admin/a;b",
                "admin/a+b",
                "admin/a%20b",
                "admin/%C3%BC",
                "admin/" + "x".repeat(250),
                "alpine",
                "admin/./a",
                "admin/../a");
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void shouldRefuseARepositoryOfThatName(String name) {
        Repository named = new Repository(client, name);

        for (Response refused : new Response[] {
            named.get("manifests/latest"),
            named.put("latest", OCI_MANIFEST, artifact()),
            named.get("tags/list"),
            named.send("POST", "blobs/uploads/"),
            named.get("blobs/" + Image.digest(EMPTY)),
            named.get("referrers/" + Image.digest(EMPTY))
        }) {
            refused.expectError(400, "NAME_INVALID");
        }
    }

    static Stream<String> tags() {
        return Stream.of("latest", "v1.0", "_", "A", "a-b", "1.2.3_build", "x".repeat(128), "list", "sha256-abc.sig");
    }

    @ParameterizedTest
    @MethodSource("tags")
    void shouldTakeATagOfThatName(String tag) {
        Digest digest = repository.pushImage(tag);

        assertThat(repository.head("manifests/" + tag).expect(200).header("Docker-Content-Digest"))
                .isEqualTo(digest.toString());
    }

    static Stream<String> badTags() {
        return Stream.of(
                ".a", "-a", "x".repeat(129), "a%20b", "a%2Fb", "%00", "a%2Bb", "a+b", "%C3%BC", "a;b", "..", "");
    }

    @ParameterizedTest
    @MethodSource("badTags")
    void shouldRefuseATagOfThatName(String tag) {
        repository.pushBlob(EMPTY);

        Response refused = repository.put(tag, OCI_MANIFEST, artifact());

        refused.expectError(400, "TAG_INVALID");
        repository.getManifest(tag).expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:baddigeststring", "sha256:", "md5:d41d8cd98f00b204e9800998ecf8427e", ":", "a:b"})
    void shouldRefuseADigestThatIsNone(String digest) {
        repository.pushBlob(EMPTY);

        repository.put(digest, OCI_MANIFEST, artifact()).expectError(400, "DIGEST_INVALID");
        assertThat(repository.getManifest(digest).status()).isIn(400, 404);
    }

    /** Clients may encode the colon. */
    @Test
    void shouldReadAnEncodedDigest() {
        Digest digest = repository.pushImage("latest");

        repository.get("manifests/" + digest.toString().replace(":", "%3A")).expect(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 100})
    void shouldSetSeveralTagsWithOnePush(int count) {
        repository.pushBlob(EMPTY);
        List<String> tags =
                IntStream.range(0, count).mapToObj(number -> "t" + number).toList();

        Response made = push(tags).expect(201);

        assertThat(made.headers().allValues("OCI-Tag")).containsExactlyInAnyOrderElementsOf(tags);
        assertThat(made.header("Docker-Content-Digest"))
                .isEqualTo(Image.digest(artifact()).toString());
        for (String tag : tags) {
            assertThat(repository.getManifest(tag).expect(200).body()).isEqualTo(artifact());
        }
    }

    @Test
    void shouldSetNoneOfTooManyTags() {
        repository.pushBlob(EMPTY);

        push(IntStream.range(0, 101).mapToObj(number -> "t" + number).toList()).expectError(414, "TAG_INVALID");
        push(List.of("good", "-bad")).expectError(400, "TAG_INVALID");

        repository.get("tags/list").expectError(404, "NAME_UNKNOWN");
    }

    private Response push(List<String> tags) {
        byte[] manifest = artifact();
        String query = tags.stream().map(tag -> "tag=" + tag).collect(Collectors.joining("&"));
        return repository.put(Image.digest(manifest) + "?" + query, OCI_MANIFEST, manifest);
    }
}
