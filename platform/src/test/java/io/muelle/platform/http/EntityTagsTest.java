package io.muelle.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    private static final String ETAG = "\"sha256:abc\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"sha256:abc\"",
                "W/\"sha256:abc\"",
                "*",
                " * ",
                "\"other\", \"sha256:abc\"",
                "\"a, b\",W/\"sha256:abc\" , \"c\""
            })
    void shouldMatchTheTagHoweverItIsListed(String header) {
        assertThat(EntityTags.matches(headers(header), ETAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"other\"", "sha256:abc", "\"sha256:abc", "\"sha256:abcd\"", "\"xsha256:abc\"", "", "\"*\""})
    void shouldNotMatchAnotherTag(String header) {
        assertThat(EntityTags.matches(headers(header), ETAG)).isFalse();
    }

    @Test
    void shouldLookAtEveryHeaderLine() {
        assertThat(EntityTags.matches(headers("\"other\"", ETAG), ETAG)).isTrue();
    }

    @Test
    void shouldNotMatchWithoutTheHeader() {
        assertThat(EntityTags.matches(headers(), ETAG)).isFalse();
    }

    private static MultiMap headers(String... lines) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String line : lines) {
            headers.add("If-None-Match", line);
        }
        return headers;
    }

    @Test
    void shouldCountARangeOnlyOfTheSameThing() {
        assertThat(EntityTags.rangeCounts(null, ETAG)).isTrue();
        assertThat(EntityTags.rangeCounts(ETAG, ETAG)).isTrue();
        assertThat(EntityTags.rangeCounts("W/" + ETAG, ETAG)).isFalse();
        assertThat(EntityTags.rangeCounts("Sat, 01 Jan 2028 00:00:00 GMT", ETAG))
                .isFalse();
    }
}
