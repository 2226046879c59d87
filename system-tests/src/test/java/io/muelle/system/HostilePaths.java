package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Attacks by the spelling of paths, and by the hosts that answers lead to. */
final class HostilePaths {
    private static final String EVIL = "evil.example";

    private HostilePaths() {}

    static void catalogBySpelling(Registry registry) {
        for (String path : List.of(
                "/v2/_catalog",
                "//v2/_catalog",
                "/v2//_catalog",
                "/v2/_catalog/",
                "/v2/_catalog//",
                "/v2/_catalog;",
                "/v2;a=b/_catalog",
                "/v2/./_catalog",
                "/v2/x/../_catalog",
                "/v2/%2e%2e/v2/_catalog",
                "/v2/%5fcatalog",
                "/%76%32/_catalog",
                "/v2%2F_catalog",
                "/v2/_catalog%2F",
                "/v2/_catalog%00",
                "/v2/_Catalog",
                "/V2/_catalog",
                "/api/../v2/_catalog",
                "/v2/_catalog?access_token=admin",
                "/api/v1//repositories",
                "/api/v1/./users",
                "/api/v1/users;",
                "/api/%761/users")) {
            for (String method : List.of("GET", "HEAD", "OPTIONS", "POST")) {
                RawConnection.Answer answer = send(registry, method, path, "", method.equals("HEAD"));
                assertThat(answer.status()).as(method + ' ' + path).isBetween(400, 499);
                assertThat(answer.text()).doesNotContain("repositories\":", "items");
            }
        }
    }

    static void traversal(Registry registry) {
        Repository repository = Repository.fresh(registry);
        repository.pushImage("latest");
        for (String climb : List.of(
                "..",
                "../..",
                "../../../../etc/passwd",
                "..%2F..%2F..%2Fetc%2Fpasswd",
                "%2e%2e/%2e%2e/etc/passwd",
                "%252e%252e%252fetc%252fpasswd",
                "..%5C..%5Cetc",
                "..\\..\\etc",
                "....//....//etc",
                "%2Fetc%2Fpasswd",
                "/etc/passwd",
                "..%00",
                "%c0%ae%c0%ae%c0%af",
                "..%ef%bc%8f",
                ".%2e/",
                "content/00",
                "~root",
                "file:%2F%2F%2Fetc%2Fpasswd")) {
            for (String template : List.of(
                    "/v2/%s/manifests/latest",
                    "/v2/" + repository.name() + "/%s/manifests/latest",
                    "/v2/" + repository.name() + "/manifests/%s",
                    "/v2/" + repository.name() + "/blobs/%s",
                    "/v2/" + repository.name() + "/blobs/sha256:%s",
                    "/v2/" + repository.name() + "/blobs/uploads/%s",
                    "/v2/" + repository.name() + "/referrers/%s",
                    "/v2/" + repository.name() + "/%s",
                    "/%s")) {
                for (String method : List.of("GET", "PUT", "DELETE")) {
                    String path = template.formatted(climb);
                    RawConnection.Answer answer = send(registry, method, path, basic(registry), false);
                    assertThat(answer.status()).as(method + ' ' + path).isBetween(400, 499);
                    assertThat(answer.text()).doesNotContain("root:");
                }
            }
        }
    }

    /** Whatever a request says of hosts, no answer sends a client or its credentials there. */
    static void otherHosts(Registry registry) {
        Repository repository = Repository.fresh(registry);
        byte[] content = Image.randomBytes(5000);
        Digest digest = repository.pushBlob(content);
        repository.pushImage("latest");
        String forwarded = "X-Forwarded-Host: " + EVIL + "\r\nX-Forwarded-Proto: https\r\nForwarded: host=" + EVIL
                + "\r\nX-Original-Host: " + EVIL + "\r\n";

        for (String credentials : List.of(basic(registry), "")) {
            for (String request : List.of(
                    "GET /v2/",
                    "POST " + repository.path("blobs/uploads/"),
                    "POST " + repository.path("blobs/uploads/?mount=" + digest + "&from=" + repository.name()),
                    "GET " + repository.path("blobs/" + digest),
                    "GET " + repository.path("manifests/latest"),
                    "GET " + repository.path("tags/list?n=0"),
                    "GET /v2/_catalog?n=1",
                    "GET /token")) {
                String[] parts = request.split(" ");
                RawConnection.Answer answer = send(registry, parts[0], parts[1], credentials + forwarded, false);
                assertThat(answer.status()).as(request).isLessThan(500).isNotIn(301, 302, 303, 307, 308);
                assertThat(answer.headers().values()).as(request).noneMatch(value -> value.contains(EVIL));
                String location = answer.headers().getOrDefault("Location", "/");
                assertThat(location).as(request).matches("/[^/].*|/").doesNotContain("token", "Bearer", "signature");
            }
        }
    }

    private static RawConnection.Answer send(
            Registry registry, String method, String path, String headers, boolean bodiless) {
        try (RawConnection connection = new RawConnection(registry.address())) {
            connection.send(method + ' ' + path + " HTTP/1.1\r\nHost: " + registry.authority()
                    + "\r\nContent-Length: 0\r\n" + headers + "\r\n");
            return connection.answer(!bodiless).orElseThrow(() -> new AssertionError(method + ' ' + path));
        }
    }

    private static String basic(Registry registry) {
        String credentials = "admin:" + registry.password();
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }
}
