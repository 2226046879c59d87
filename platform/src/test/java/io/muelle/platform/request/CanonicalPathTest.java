package io.muelle.platform.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/me",
                "/api/v1/repositories/acme/tools/app/-/tags/v1.2_3",
                "/api/v1/repositories/acme/app/-/manifests/sha256:00ff",
                "/api/v1/repositories/acme/app/-/manifests/sha256%3A00ff",
                "/api/v1/organizations/acme/robots/acme%2Brobot",
                "/api/v1/users/a%20b",
                "/api/v1/users/%C3%BC",
            })
    void shouldAcceptThePlainSpelling(String path) {
        assertThat(CanonicalPath.is(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1//me",
                "/api/v1/./me",
                "/api/v1/../v1/me",
                "/api/v1/x/..",
                "/api/v1/me;x=y",
                "/api/v1/%6de",
                "/api/v1/repositories/acme%2Fapp/-/access",
                "/api/v1/repositories/acme%2fapp/-/access",
                "/api/v1/users/a%00b",
                "/api/v1/users/%2e%2e",
                "/api/v1/users/a%3Bb",
                "/api/v1/users/a%252Fb",
                "/api/v1/users/%",
                "/api/v1/users/%zz",
                "/api/v1/users/a\\b",
                "/api/v1/users/\u00e4",
            })
    void shouldRefuseEveryOther(String path) {
        assertThat(CanonicalPath.is(path)).isFalse();
    }
}
