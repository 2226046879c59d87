package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 as it is on the wire. */
class RawHttp2Test {
    // More than a gateway has connections to a replica.
    private static final int MANY = 600;
    private static final Registry REGISTRY = Registry.shared();
    private static final String BASIC = "Basic "
            + Base64.getEncoder().encodeToString(("admin:" + REGISTRY.password()).getBytes(StandardCharsets.UTF_8));
    private static final String API = "/api/v1/repositories";
    private static Bystander bystander;

    @BeforeAll
    static void pushBystander() {
        bystander = Bystander.pushed(REGISTRY);
    }

    @AfterEach
    void shouldHarmNothing() {
        bystander.shouldBeUnharmed();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(API, "x-test", "a\nb"),
                Arguments.of(API, "x-test", "a\r\nx-other: b"),
                Arguments.of(API, "x-test", "a\u0000b"),
                Arguments.of(API + "\r\nx-other: b", "x-test", "a"),
                Arguments.of("/v2/_catalog?n=1\n2026-01-01 ERROR all is lost", "x-test", "a"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String path, String name, String value) throws IOException {
        try (Http2Connection connection = new Http2Connection(REGISTRY.address())) {
            assertThat(get(connection, path, Map.of(name, value)).status()).isIn(400, -1);
        }
    }

    /** Whoever goes between passes them on to a service, over connections that all share. */
    @Test
    void shouldTakeNoConnectionsToServicesAway() throws IOException {
        try (Http2Connection connection = new Http2Connection(REGISTRY.address())) {
            for (int i = 0; i < MANY; i++) {
                assertThat(get(connection, API, Map.of("x-test", "a\nb")).status())
                        .isIn(400, -1);
            }
        }
        try (Http2Connection connection = new Http2Connection(REGISTRY.address())) {
            for (int i = 0; i < MANY; i++) {
                assertThat(get(connection, API, Map.of("x test", "a")).status()).isNotEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"20000, 200", "40000, 431"})
    void shouldTakeHeadsAsLongAsThoseOfHttp1(int length, int status) throws IOException {
        try (Http2Connection connection = new Http2Connection(REGISTRY.address())) {
            assertThat(get(connection, "/v2/", Map.of("authorization", BASIC, "x-test", "x".repeat(length)))
                            .status())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_catalog", "tags", "referrers"})
    void shouldAnswerHeadWithoutABody(String what) throws IOException {
        String path =
                switch (what) {
                    case "tags" -> bystander.repository().path("tags/list");
                    case "referrers" ->
                        bystander
                                .repository()
                                .path("referrers/" + bystander.image().digest());
                    default -> "/v2/" + what;
                };
        try (Http2Connection connection = new Http2Connection(REGISTRY.address())) {
            assertThat(connection.ask("HEAD", REGISTRY.authority(), path, Map.of("authorization", BASIC)))
                    .isEqualTo(new Http2Connection.Answer(200, 0));
        }
    }

    /** Else a client that is far away waits for each 64 KiB, all its layers together. */
    @Test
    void shouldTakeMuchOfAPushBeforeItIsRead() throws IOException {
        try (Http2Connection connection = new Http2Connection(REGISTRY.address())) {
            get(connection, "/v2/", Map.of("authorization", BASIC));

            assertThat(connection.connectionWindow()).isGreaterThanOrEqualTo(512 * 1024);
            assertThat(connection.streamWindow())
                    .isGreaterThanOrEqualTo(256 * 1024)
                    .isLessThan(connection.connectionWindow());
        }
    }

    private static Http2Connection.Answer get(Http2Connection connection, String path, Map<String, String> fields)
            throws IOException {
        return connection.ask("GET", REGISTRY.authority(), path, fields);
    }
}
