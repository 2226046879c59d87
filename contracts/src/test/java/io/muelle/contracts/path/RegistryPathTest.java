package io.muelle.contracts.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.MalformedNameException;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryPathTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final RepositoryName APP = new RepositoryName("alice/app");

    static Stream<Arguments> endpoints() {
        Digest digest = Digest.parse(DIGEST);
        RegistryPath tagged = new RegistryPath.Manifest(APP, new Reference.Tagged(new TagName("v1")));
        RegistryPath addressed = new RegistryPath.Manifest(APP, new Reference.Addressed(digest));
        return Stream.of(
                Arguments.of("/v2", new RegistryPath.Base()),
                Arguments.of("/v2/", new RegistryPath.Base()),
                Arguments.of("/v2/_catalog", new RegistryPath.Catalog()),
                Arguments.of("/v2/alice/app/blobs/" + DIGEST, new RegistryPath.Blob(APP, digest)),
                Arguments.of("/v2/alice/app/blobs/uploads", new RegistryPath.Uploads(APP)),
                Arguments.of("/v2/alice/app/blobs/uploads/", new RegistryPath.Uploads(APP)),
                Arguments.of("/v2/alice/app/blobs/uploads/x", new RegistryPath.Upload(APP, "x")),
                Arguments.of("/v2/alice/app/manifests/v1", tagged),
                Arguments.of("/v2/alice/app/manifests/%76%31", tagged),
                Arguments.of("/v2/alice/app/manifests/" + DIGEST, addressed),
                Arguments.of("/v2/alice/app/manifests/" + DIGEST.replace(":", "%3A"), addressed),
                Arguments.of("/v2/alice/app/tags/list", new RegistryPath.Tags(APP)),
                Arguments.of("/v2/alice/app/referrers/" + DIGEST, new RegistryPath.Referrers(APP, digest)));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void shouldKnowEachEndpoint(String path, RegistryPath endpoint) {
        assertThat(RegistryPath.parse(path)).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alice/blobs", "alice/blobs/uploads", "alice/manifests", "alice/tags", "tags/list", "v2/v2"})
    void shouldAllowTheWordsOfEndpointsInNames(String name) {
        RepositoryName repository = new RepositoryName(name);

        assertThat(RegistryPath.parse("/v2/" + name + "/tags/list")).isEqualTo(new RegistryPath.Tags(repository));
        assertThat(RegistryPath.parse("/v2/" + name + "/manifests/list"))
                .isEqualTo(new RegistryPath.Manifest(repository, new Reference.Tagged(new TagName("list"))));
        assertThat(RegistryPath.parse("/v2/" + name + "/blobs/uploads/"))
                .isEqualTo(new RegistryPath.Uploads(repository));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/v1/",
                "/v2x",
                "/v2/alice",
                "/v2/alice/app",
                "/v2/alice/app/tags",
                "/v2/alice/app/tags/all",
                "/v2/manifests/v1",
                "/v2/_catalog/",
                "/v2/alice/app/blobs/uploads/x/y",
                "/v2/alice/app/manifests/v1/"
            })
    void shouldHaveNoEndpointForOtherPaths(String path) {
        assertThat(RegistryPath.parse(path)).isEqualTo(new RegistryPath.Unknown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2//manifests/v1",
                "/v2/app/manifests/v1",
                "/v2/Alice/app/manifests/v1",
                "/v2/alice%2Fapp/manifests/v1",
                "/v2/%61lice/app/manifests/v1",
                "/v2/alice/../bob/app/manifests/v1",
                "/v2/alice/app%00/tags/list",
                "/v2/alice//app/blobs/uploads/",
                "/v2/alice/app/blobs/latest",
                "/v2/alice/app/blobs/..%2F..%2Fetc",
                "/v2/alice/app/referrers/v1",
                "/v2/alice/app/blobs/%zz"
            })
    void shouldRefuseMalformedNames(String path) {
        assertThatThrownBy(() -> RegistryPath.parse(path)).isInstanceOf(MalformedNameException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1%00", "%2e%2e", "a%2Fb", "a+b", "%", "%e4", "sha256%3Aabc", "v1%0a"})
    void shouldFindNothingUnderWhatIsNoReference(String reference) {
        RegistryPath path = RegistryPath.parse("/v2/alice/app/manifests/" + reference);

        assertThat(path)
                .isInstanceOfSatisfying(RegistryPath.Manifest.class, manifest -> assertThat(manifest.reference())
                        .isInstanceOf(Reference.Malformed.class));
    }

    @Test
    void shouldTakeLongPathsApartAtOnce() {
        String nasty = "/v2/" + "a-/".repeat(20_000) + "manifests/v1";

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThatThrownBy(() -> RegistryPath.parse(nasty)).isInstanceOf(MalformedNameException.class));
    }
}
