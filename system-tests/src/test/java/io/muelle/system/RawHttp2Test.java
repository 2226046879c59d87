package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Header fields that HTTP/2 can carry and HTTP/1.1 cannot. */
class RawHttp2Test {
    // More than a gateway has connections to a replica.
    private static final int MANY = 600;
    private static final Registry REGISTRY = Registry.shared();
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
            assertThat(connection.get(REGISTRY.authority(), path, Map.of(name, value)))
                    .isIn(400, -1);
        }
    }

    /** Whoever goes between passes them on to a service, over connections that all share. */
    @Test
    void shouldTakeNoConnectionsToServicesAway() throws IOException {
        try (Http2Connection connection = new Http2Connection(REGISTRY.address())) {
            for (int i = 0; i < MANY; i++) {
                assertThat(connection.get(REGISTRY.authority(), API, Map.of("x-test", "a\nb")))
                        .isIn(400, -1);
            }
        }
        try (Http2Connection connection = new Http2Connection(REGISTRY.address())) {
            for (int i = 0; i < MANY; i++) {
                assertThat(connection.get(REGISTRY.authority(), API, Map.of("x test", "a")))
                        .isNotEqualTo(200);
            }
        }
    }
}
