package io.muelle.platform.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.muelle.contracts.event.ObservationEvent;
import io.muelle.contracts.event.Topic;
import io.muelle.platform.id.TimeOrderedIds;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends observations straight to Kafka: best effort, bounded in number and in pace, and counted. Recording one never
 * waits, and wakes nobody but after a rest: they are collected many times a second. What does not fit is dropped.
 */
@Singleton
@Startup
public class Observations {
    private static final Logger LOG = Logger.getLogger(Observations.class);
    private static final int COLLECTIONS_PER_SECOND = 20;

    private final BlockingQueue<ObservationEvent> waiting;
    private final TimeOrderedIds ids;
    private final String source;
    private final int atOnce;
    private final Counter dropped;
    private final LateClient<KafkaProducer<byte[], byte[]>> producer;
    private volatile Thread thread;

    public Observations(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            KafkaConfig config,
            TimeOrderedIds ids,
            MeterRegistry registry) {
        this.waiting = new ArrayBlockingQueue<>(config.observationsBuffer());
        this.ids = ids;
        this.source = config.source();
        this.atOnce = Math.max(1, config.observationsPerSecond() / COLLECTIONS_PER_SECOND);
        this.dropped = Counter.builder("muelle.observations.dropped")
                .description("Observations that found no room or no broker")
                .register(registry);
        this.producer = new LateClient<>(() -> producer(bootstrapServers));
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "client.id",
                        "muelle-observations",
                        "acks",
                        "1",
                        "enable.idempotence",
                        false,
                        "max.block.ms",
                        5_000,
                        "linger.ms",
                        20,
                        "batch.size",
                        128 * 1024,
                        "buffer.memory",
                        4L * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void record(ObservationEvent event) {
        if (!waiting.offer(event)) {
            dropped.increment();
        }
    }

    @PostConstruct
    void start() {
        thread = Thread.ofVirtual().name("observations").start(this::run);
    }

    private void run() {
        try {
            List<ObservationEvent> collected = new ArrayList<>(atOnce);
            while (true) {
                send(waiting.take());
                Thread.sleep(1000 / COLLECTIONS_PER_SECOND);
                waiting.drainTo(collected, atOnce - 1);
                collected.forEach(this::send);
                collected.clear();
            }
        } catch (InterruptedException stopping) {
            LOG.debug("Observations stop");
        }
    }

    private void send(ObservationEvent event) {
        try {
            producer.get()
                    .send(
                            CloudEventRecord.of(Topic.OBSERVATIONS.topicName(), source, ids.next(), event),
                            (metadata, failure) -> {
                                if (failure != null) {
                                    dropped.increment();
                                }
                            });
        } catch (RuntimeException failure) {
            dropped.increment();
            LOG.debugf(failure, "An observation is lost");
        }
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
        waiting.forEach(this::send);
        producer.end(client -> client.close(Duration.ofSeconds(1)));
    }
}
