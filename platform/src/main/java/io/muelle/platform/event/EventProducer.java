package io.muelle.platform.event;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The process's producer for outboxes: idempotent, acknowledged by all replicas, and never giving up, since a record
 * that is given up while its follower arrives would be a gap.
 */
@Singleton
public class EventProducer {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaProducer<byte[], byte[]> producer;

    @Inject
    public EventProducer(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this(bootstrapServers, PATIENCE);
    }

    /**
     * @param patience how long a record waits for its topic to be known, before it is refused
     */
    EventProducer(String bootstrapServers, Duration patience) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "client.id",
                        "muelle-outbox",
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        // With more, a batch overtakes another that failed for what idempotence does not cover, such as
                        // a topic that is only just being made.
                        "max.in.flight.requests.per.connection",
                        1,
                        "delivery.timeout.ms",
                        Integer.MAX_VALUE,
                        "max.block.ms",
                        patience.toMillis(),
                        // As long as it takes to hand over what was read from an outbox at once.
                        "linger.ms",
                        2,
                        "buffer.memory",
                        8L * 1024 * 1024,
                        "max.request.size",
                        1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
        return producer.send(message);
    }

    @PreDestroy
    void close() {
        producer.close(CLOSE);
    }
}
