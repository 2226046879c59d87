package io.muelle.contracts.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a/b", "alice/app", "alice/tools/app", "a1/b.c", "a/b__c", "a/b_c", "a/b---c", "0/0"})
    void shouldAcceptWhatTheSpecificationAllows(String name) {
        assertThat(new RepositoryName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a/",
                "/a",
                "a//b",
                "Alice/app",
                "a/b..c",
                "a/b___c",
                "a/.b",
                "a/b-",
                "a/_b",
                "a/b._c",
                "a/b c",
                "a/b\n",
                "a/b\0",
                "a/../b",
                "a/%2e%2e",
                "a/b:c",
                "a/b@c",
                "a/ä",
                "a/１",
                "a\\b",
                "a/b?c",
                "a/-/b"
            })
    void shouldRefuseWhatItDoesNot(String name) {
        assertThatThrownBy(() -> new RepositoryName(name))
                .isInstanceOfSatisfying(MalformedNameException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(MalformedNameException.Kind.REPOSITORY));
    }

    @Test
    void shouldRefuseANameWithoutANamespace() {
        assertThatThrownBy(() -> new RepositoryName("app"))
                .isInstanceOf(MalformedNameException.class)
                .hasMessageContaining("<namespace>/<name>");
    }

    @Test
    void shouldHaveAtMost255Characters() {
        String longest = "a/" + "b".repeat(253);

        assertThat(new RepositoryName(longest).value()).hasSize(255);
        assertThatThrownBy(() -> new RepositoryName(longest + "b"))
                .isInstanceOf(MalformedNameException.class)
                .hasMessageContaining("255");
    }

    @Test
    void shouldKnowItsNamespace() {
        assertThat(new RepositoryName("alice/tools/app").namespace()).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a-", "a_", "a__", "a/", "0-0"})
    void shouldRefuseNastyNamesAtOnce(String part) {
        String nasty = (part.repeat(300)).substring(0, 254) + "!";

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThatThrownBy(() -> new RepositoryName(nasty)).isInstanceOf(MalformedNameException.class));
    }
}
