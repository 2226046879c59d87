package io.muelle.platform.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What an operator sees of one service's outbox. */
public final class OutboxMetrics {
    private final Clock clock;
    private final Counter sent;
    private final Counter refused;
    private volatile Instant oldest;

    public OutboxMetrics(MeterRegistry registry, String service, Clock clock) {
        this.clock = clock;
        sent = Counter.builder("muelle.outbox.sent")
                .description("Events that Kafka has acknowledged")
                .tag("service", service)
                .register(registry);
        refused = Counter.builder("muelle.outbox.refused")
                .description("Events that Kafka refuses for good; they lie in outbox_refused")
                .tag("service", service)
                .register(registry);
        Gauge.builder("muelle.outbox.age", this, OutboxMetrics::ageSeconds)
                .description("How long the oldest unsent event has waited")
                .baseUnit("seconds")
                .tag("service", service)
                .register(registry);
    }

    void waiting(Instant oldestUnsent) {
        oldest = oldestUnsent;
    }

    void sent(int count) {
        sent.increment(count);
    }

    void refused() {
        refused.increment();
    }

    private double ageSeconds() {
        Instant since = oldest;
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }
}
