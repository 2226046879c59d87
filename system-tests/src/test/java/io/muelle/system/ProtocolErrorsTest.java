package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every endpoint has in common: its methods, its refusals, and the version it names. */
class ProtocolErrorsTest {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "PROPFIND");
    private static final Digest DIGEST = Image.digest(new byte[] {1, 2, 3});
    private static final String SESSION = "00000000-0000-0000-0000-000000000000";

    private final Registry registry = Registry.shared();
    private final Client client = registry.administrator();

    static Stream<Arguments> endpoints() {
        return Stream.of(
                Arguments.of("/v2/", Set.of("GET", "HEAD")),
                Arguments.of("/v2/_catalog", Set.of("GET", "HEAD")),
                Arguments.of("/v2/admin/a/blobs/" + DIGEST, Set.of("GET", "HEAD", "DELETE")),
                Arguments.of("/v2/admin/a/blobs/uploads/", Set.of("POST")),
                Arguments.of("/v2/admin/a/blobs/uploads/" + SESSION, Set.of("GET", "PATCH", "PUT", "DELETE")),
                Arguments.of("/v2/admin/a/manifests/latest", Set.of("GET", "HEAD", "PUT", "DELETE")),
                Arguments.of("/v2/admin/a/manifests/" + DIGEST, Set.of("GET", "HEAD", "PUT", "DELETE")),
                Arguments.of("/v2/admin/a/tags/list", Set.of("GET", "HEAD")),
                Arguments.of("/v2/admin/a/referrers/" + DIGEST, Set.of("GET", "HEAD")));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void shouldSayWhichMethodsThereAre(String path, Set<String> methods) {
        Set<String> others = new TreeSet<>(METHODS);
        others.removeAll(methods);

        for (String method : others) {
            Response refused = client.send(method, path);
            assertThat(refused.status()).as(method).isEqualTo(405);
            assertThat(refused.header("Allow").split(", ")).as(method).containsExactlyInAnyOrderElementsOf(methods);
            if (!method.equals("HEAD")) {
                refused.expectError(405, "UNSUPPORTED");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void shouldChallengeStrangers(String path, Set<String> methods) {
        for (String method : methods) {
            Response refused = registry.anonymous().send(method, path);
            assertThat(refused.status()).as(method).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer realm=");
            assertThat(refused.header("Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
            if (method.equals("HEAD")) {
                assertThat(refused.body()).isEmpty();
            } else {
                refused.expectError(401, "UNAUTHORIZED");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/"})
    void shouldNameItsVersion(String path) {
        Response base = client.get(path).expect(200);

        assertThat(base.header("Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
        assertThat(client.send("HEAD", path).expect(200).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/a",
                "/v2/admin/a",
                "/v2/admin/a/",
                "/v2/admin/a/tags",
                "/v2/admin/a/tags/",
                "/v2/admin/a/tags/other",
                "/v2/admin/a/nonsense/latest",
                "/v2/_catalog/",
                "/v2/_oci/ext/discover",
                "/v2//"
            })
    void shouldSayThatThereIsNoSuchEndpoint(String path) {
        client.get(path).expectError(404, "NAME_UNKNOWN");
        assertThat(client.send("HEAD", path).expect(404).body()).isEmpty();
        client.send("DELETE", path).expectError(404, "NAME_UNKNOWN");
    }

    /** A client that asks by HEAD reads status and headers only. */
    @Test
    void shouldSendNoBodyWithARefusedHead() {
        for (String path : List.of(
                "/v2/admin/nothing-here/manifests/latest",
                "/v2/admin/nothing-here/blobs/" + DIGEST,
                "/v2/admin/NO-NAME/blobs/" + DIGEST,
                "/v2/admin/a/blobs/sha256:abc")) {
            Response refused = client.send("HEAD", path);
            assertThat(refused.status()).isIn(400, 404);
            assertThat(refused.body()).isEmpty();
        }
    }

    /** Only whoever may look is told that there is nothing. */
    @Test
    void shouldDenyBeforeItLooks() {
        Person stranger = Person.made(registry);
        Repository there = Repository.fresh(registry);
        there.pushImage("latest");
        Repository absent = Repository.fresh(registry);

        for (Repository repository : List.of(there, absent)) {
            Repository seen = repository.as(stranger.client());
            seen.getManifest("latest").expectError(403, "DENIED");
            seen.get("tags/list").expectError(403, "DENIED");
            seen.send("POST", "blobs/uploads/").expectError(403, "DENIED");
        }
        absent.getManifest("latest").expectError(404, "NAME_UNKNOWN");
    }
}
