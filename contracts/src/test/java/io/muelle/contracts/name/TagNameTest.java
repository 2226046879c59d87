package io.muelle.contracts.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"v1", "latest", "_x", "V1.2-rc_3", "0", "a..b", "a--"})
    void shouldAcceptWhatTheSpecificationAllows(String tag) {
        assertThat(new TagName(tag)).hasToString(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".a", "-a", "a/b", "a b", "a\n", "a\0", "ä", "a:b", "a@b", "a+b", "%41", "１"})
    void shouldRefuseWhatItDoesNot(String tag) {
        assertThatThrownBy(() -> new TagName(tag))
                .isInstanceOfSatisfying(MalformedNameException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(MalformedNameException.Kind.TAG));
    }

    @Test
    void shouldHaveAtMost128Characters() {
        String longest = "a".repeat(128);

        assertThat(new TagName(longest).value()).hasSize(128);
        assertThatThrownBy(() -> new TagName(longest + "a")).isInstanceOf(MalformedNameException.class);
    }
}
