package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths that no client sends: no other spelling leads to anything, for nobody. */
class RawPathTest {
    private static final Registry REGISTRY = Registry.shared();
    private static Bystander bystander;

    @BeforeAll
    static void pushBystander() {
        bystander = Bystander.pushed(REGISTRY);
    }

    @AfterEach
    void shouldHarmNothing() {
        bystander.shouldBeUnharmed();
    }

    /** All stand for the bystander's manifest or blob in some server's eyes. */
    static Stream<String> spellings() {
        return Stream.of(
                "/v2/%N/manifests%2Funtouched",
                "/v2/%N%2Fmanifests/untouched",
                "/v2/admin%2F%R/manifests/untouched",
                "/v2/%61dmin/%R/manifests/untouched",
                "/v2//%N/manifests/untouched",
                "//v2/%N/manifests/untouched",
                "/v2/%N//manifests/untouched",
                "/v2/%N/manifests//untouched",
                "/v2/%N/manifests/untouched/",
                "/v2/%N/./manifests/untouched",
                "/v2/./%N/manifests/untouched",
                "/./v2/%N/manifests/untouched",
                "/v2/x/../%N/manifests/untouched",
                "/v2/%2e%2e/v2/%N/manifests/untouched",
                "/v2/..%2Fv2/%N/manifests/untouched",
                "/x/../v2/%N/manifests/untouched",
                "/v2/x/%2e%2e/%N/manifests/untouched",
                "/v2/%N;a=b/manifests/untouched",
                "/v2;a/%N/manifests/untouched",
                "/v2/%N/manifests;/untouched",
                "/v2/%N/manifests/untouched;a",
                "/v2/%N/manifests/untouched%00",
                "/v2/%N%00/manifests/untouched",
                "/v2/%N/manifests/untouched%20",
                "/v2/%N/manifests/%75ntouched%2F",
                "/v2/%N/manifests/untouched%3Fa",
                "/v2/%N/manifests/%252e%252e/untouched",
                "/v2\\%N\\manifests\\untouched",
                "/v2/%N/manifests\\untouched",
                "/V2/%N/manifests/untouched",
                "/v2/%N/MANIFESTS/untouched",
                "/v2%2F%N/manifests/untouched",
                "/%76%32/%N/manifests/untouched",
                "/v2/%N/manifests/untouched#fragment",
                "v2/%N/manifests/untouched",
                "/v2/%N/blobs/%D/",
                "/v2/%N/blobs/%D%00",
                "/v2/%N/blobs/%D%2F..",
                "/v2/%N/blobs/..%2Fblobs%2F%D",
                "/v2/%N/blobs/%D;a",
                "/v2/%N/blobs/ %D");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void shouldFindNothingBySpellingsOfItsOwn(String spelling) {
        for (String method : new String[] {"GET", "HEAD", "DELETE"}) {
            RawConnection.Answer answer = send(method, path(spelling), basic());
            assertThat(answer.status()).as(method + ' ' + answer).isBetween(400, 499);
        }
    }

    static Stream<String> strange() {
        return Stream.of(
                "/v2/%",
                "/v2/%2",
                "/v2/%zz/a/tags/list",
                "/v2/%c0%af/a/tags/list",
                "/v2/%ff/a/tags/list",
                "/v2/%N/tags/list?n=%",
                "/v2/%N/tags/list?%zz=1",
                "/v2/%N/referrers/%D?artifactType=%zz",
                "/v2/?" + "a=b&".repeat(1500),
                "*",
                "",
                "/v2/" + "a/".repeat(3000) + "tags/list",
                "/token?scope=%zz",
                "/token?%00=%00",
                "/api/v1/users/%00",
                "/api/v1/users/%2e%2e%2fme",
                "/api/v1//users",
                "/api/v1/../v1/users",
                "/api/v1/users/%zz",
                "/api/v1/me;a=b",
                "/q/health",
                "/q/metrics",
                "/q/dev",
                "/internal/",
                "/internal/claims",
                "/v2/../internal/claims",
                "/..",
                "/%2e%2e/etc/passwd");
    }

    @ParameterizedTest
    @MethodSource("strange")
    void shouldServeNothingToStrangers(String path) {
        for (String method : new String[] {"GET", "HEAD", "POST", "OPTIONS"}) {
            RawConnection.Answer answer = send(method, path(path), "");
            boolean tokenOfNothing = answer.status() == 200 && path.startsWith("/token") && !method.equals("POST");
            assertThat(answer.status() < 500 && (answer.status() >= 400 || tokenOfNothing))
                    .as(method + ' ' + answer)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("strange")
    void shouldNotFailOverAStrangePath(String path) {
        for (String method : new String[] {"GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"}) {
            RawConnection.Answer answer = send(method, path(path), basic());
            assertThat(answer.status()).as(method + ' ' + answer).isLessThan(500);
        }
    }

    private static String path(String template) {
        String name = bystander.repository().name();
        return template.replace("%N", name)
                .replace("%R", name.substring(name.indexOf('/') + 1))
                .replace("%D", Image.digest(bystander.image().config()).toString());
    }

    private static String basic() {
        String credentials = "admin:" + REGISTRY.password();
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    private static RawConnection.Answer send(String method, String path, String headers) {
        try (RawConnection connection = new RawConnection(REGISTRY.address())) {
            connection.send(method + ' ' + path + " HTTP/1.1\r\nHost: " + REGISTRY.authority() + "\r\n" + headers
                    + "Content-Length: 0\r\n\r\n");
            return connection.answer(!method.equals("HEAD")).orElseThrow();
        }
    }
}
