package io.muelle.contracts.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.TagName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    @Test
    void shouldTellTagsFromDigests() {
        String digest = "sha256:" + "a".repeat(64);

        assertThat(Reference.parse("v1")).isEqualTo(new Reference.Tagged(new TagName("v1")));
        assertThat(Reference.parse(digest)).isEqualTo(new Reference.Addressed(Digest.parse(digest)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "sha256:abc", "a:b", ":", "a/b", "a\0b"})
    void shouldKeepTheReasonOfWhatIsNeither(String text) {
        assertThat(Reference.parse(text)).isInstanceOfSatisfying(Reference.Malformed.class, malformed -> assertThat(
                        malformed.reason().getMessage())
                .isNotBlank());
    }
}
