package io.muelle.platform.event;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
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

    private final LateClient<KafkaProducer<byte[], byte[]>> producer;

    @Inject
    public EventProducer(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.producer = new LateClient<>(() -> producer(bootstrapServers, PATIENCE));
    }

    /**
     * @param bootstrapServers asked for the brokers' addresses whenever there is no client yet
     * @param patience how long a record waits for its topic to be known, and a failed client to be made again
     */
    EventProducer(Supplier<String> bootstrapServers, Duration patience) {
        this.producer = new LateClient<>(() -> producer(bootstrapServers.get(), patience), patience);
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, Duration patience) {
        return new KafkaProducer<>(
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

    /**
     * Returns once a client could be made, which a consumer's can then too.
     *
     * @throws KafkaException none can be made now, such as while the brokers' names cannot be resolved
     */
    void connect() {
        producer.get();
    }

    /** The future has failed already if nothing of the record went to the client. */
    Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
        KafkaProducer<byte[], byte[]> client;
        try {
            client = producer.get();
        } catch (KafkaException away) {
            return CompletableFuture.failedFuture(away);
        }
        return client.send(message);
    }

    @PreDestroy
    void close() {
        producer.end(client -> client.close(CLOSE));
    }
}
