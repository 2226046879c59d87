package io.muelle.blob.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.blob.domain.ByteRange.Part;
import io.muelle.blob.domain.ByteRange.Unsatisfiable;
import io.muelle.blob.domain.ByteRange.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    private static final long SIZE = 2_000;

    @ParameterizedTest
    @CsvSource({
        "bytes=500-1499, 500, 1000",
        "bytes=500-, 500, 1500",
        "bytes=-500, 1500, 500",
        "bytes=-9999, 0, 2000",
        "bytes=0-0, 0, 1",
        "Bytes=1999-2000, 1999, 1",
        "bytes=500-99999999999999999999999, 500, 1500"
    })
    void shouldCutOnePart(String header, long first, long length) {
        assertThat(ByteRange.of(header, SIZE)).isEqualTo(new Part(first, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=2000-", "bytes=500-0", "bytes=-0", "bytes=99999999999999999999999-"})
    void shouldKnowWhatHoldsNothing(String header) {
        assertThat(ByteRange.of(header, SIZE)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "lines=0-1", "bytes=0--1"})
    void shouldIgnoreWhatItNeedNotUnderstand(String header) {
        assertThat(ByteRange.of(header, SIZE)).isEqualTo(new Whole());
    }

    @Test
    void shouldFindNothingInABlobWithoutBytes() {
        assertThat(ByteRange.of("bytes=0-", 0)).isEqualTo(new Unsatisfiable());
        assertThat(ByteRange.of("bytes=-1", 0)).isEqualTo(new Unsatisfiable());
        assertThat(ByteRange.of(null, 0)).isEqualTo(new Whole());
    }
}
