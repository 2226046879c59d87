package io.muelle.gateway.access.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private final SigningKey former = from(Duration.ofDays(-30));
    private final SigningKey present = from(Duration.ZERO);
    private final SigningKey next = from(Duration.ofHours(1));

    private static SigningKey from(Duration later) {
        return new SigningKey(null, NOW.plus(later), NOW.plus(later).plus(Duration.ofDays(61)));
    }

    @Test
    void shouldSignWithTheLatestThatHasBegun() {
        assertThat(SigningKey.at(NOW, List.of(former, next, present))).containsSame(present);
    }

    /** As on a machine that started ahead of the time. */
    @Test
    void shouldSignWithTheFirstWhereTheClockWasPutBackBeforeAll() {
        assertThat(SigningKey.at(NOW.minusSeconds(7200), List.of(next, present)))
                .containsSame(present);
    }

    @Test
    void shouldHaveNoneOfNone() {
        assertThat(SigningKey.at(NOW, List.of())).isEmpty();
    }
}
