package io.muelle.platform.id;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.testsupport.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private final TimeOrderedIds ids = new TimeOrderedIds(clock);

    @Test
    void shouldHoldTheTimeInMilliseconds() {
        UUID id = ids.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(clock.millis());
    }

    @Test
    void shouldSortByTime() {
        String earlier = ids.next().toString();
        clock.advance(Duration.ofMillis(1));
        assertThat(ids.next().toString()).isGreaterThan(earlier);
    }
}
