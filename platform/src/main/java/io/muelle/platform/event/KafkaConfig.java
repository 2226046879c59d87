package io.muelle.platform.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this process speaks to Kafka. */
@ConfigMapping(prefix = "muelle.events")
public interface KafkaConfig {
    /** Copies of each topic's partitions; 3 in production. */
    @WithDefault("1")
    short replicationFactor();

    /** How long a sent event stays in the outbox, to be sent again after an unclean stop of a broker that does not fsync. */
    @WithDefault("0s")
    Duration keepSent();

    /** Whether to send again what was kept: the broker stopped uncleanly. */
    @WithDefault("false")
    boolean resend();

    /** The CloudEvents {@code source} of every event, before the service's name. */
    @WithDefault("/muelle")
    String source();

    /** How many observations wait at most; more are dropped and counted. */
    @WithDefault("10000")
    int observationsBuffer();

    /** How many observations are sent in a second at most, so that nobody fills the disk by pulling. */
    @WithDefault("2000")
    int observationsPerSecond();
}
