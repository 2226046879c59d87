package io.muelle.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class StoppedConsumerFilterTest {
    private static final String POLL_FAILED =
            "SRMSG18285: Failed to poll consumer client `%s` for channel `%s`, it will be re-attempted";

    private final StoppedConsumerFilter filter = new StoppedConsumerFilter();

    @Test
    void shouldNotTellThatAClosedConsumerWasAskedForMore() {
        assertThat(filter.isLoggable(said(POLL_FAILED, pollAfterClose()))).isFalse();
    }

    @Test
    void shouldTellAnyOtherFailureToPoll() {
        assertThat(filter.isLoggable(said(POLL_FAILED, new IllegalStateException("No partitions"))))
                .isTrue();
        assertThat(filter.isLoggable(said(POLL_FAILED, null))).isTrue();
    }

    @Test
    void shouldTellOfAClosedConsumerThatIsAskedForAnythingElse() {
        assertThat(filter.isLoggable(said("The records cannot be read", pollAfterClose())))
                .isTrue();
    }

    private static LogRecord said(String message, Throwable thrown) {
        LogRecord said = new LogRecord(Level.WARNING, message);
        said.setThrown(thrown);
        return said;
    }

    private static Throwable pollAfterClose() {
        Map<String, Object> config = Map.of("bootstrap.servers", "127.0.0.1:9", "group.id", "nobody");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.close();
        return catchThrowable(() -> consumer.poll(Duration.ofMillis(1)));
    }
}
