package io.muelle.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    private static final String TAG = "\"sha256:ab\"";

    @ParameterizedTest
    @ValueSource(strings = {"\"sha256:ab\"", "W/\"sha256:ab\"", "\"x\", \"sha256:ab\"", "\"x\",W/\"sha256:ab\"", "*", " * "})
    void shouldFindTheTag(String ifNoneMatch) {
        assertThat(EntityTags.hasIt(ifNoneMatch, TAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:ab", "\"sha256:abc\"", "\"\"", "\"a\", \"b\"", "\"sha256:ab", "**"})
    void shouldFindNoOther(String ifNoneMatch) {
        assertThat(EntityTags.hasIt(ifNoneMatch, TAG)).isFalse();
    }

    @Test
    void shouldCountARangeOnlyOfTheSame() {
        assertThat(EntityTags.rangeCounts(null, TAG)).isTrue();
        assertThat(EntityTags.rangeCounts(TAG, TAG)).isTrue();
        assertThat(EntityTags.rangeCounts("W/" + TAG, TAG)).isFalse();
        assertThat(EntityTags.rangeCounts("Sat, 01 Jan 2028 00:00:00 GMT", TAG)).isFalse();
    }
}
