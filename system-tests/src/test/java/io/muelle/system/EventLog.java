package io.muelle.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic {@code registry} from its beginning, as somebody reads it who has nothing to do with Muelle. */
final class EventLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "registry";
    private static final List<String> SERVICES = List.of("manifest", "blob");
    private static final Duration POLL = Duration.ofMillis(100);

    private EventLog() {}

    /** An event; {@code stream} is the order it belongs to, that of one service about one repository. */
    record Recorded(String stream, String repository, long sequence, String type, JsonNode data) {
        boolean is(String shortType) {
            return type.equals("io.muelle." + shortType);
        }

        String text(String field) {
            return data.path(field).textValue();
        }
    }

    /**
     * Waits until every committed change has its event here, requires that no sequence has a gap, and answers the
     * events without their repeats, each stream in its order.
     */
    static List<Recorded> complete(Registry registry) {
        Map<String, Long> committed = committed(registry);
        Map<String, Long> reached = new HashMap<>();
        List<Recorded> events = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = fromTheBeginning(registry)) {
            Eventually.until("the events of " + committed + " are in Kafka", () -> {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    add(recorded(message), reached, events);
                }
                return reached.equals(committed);
            });
        }
        return events;
    }

    private static void add(Recorded event, Map<String, Long> reached, List<Recorded> events) {
        long before = reached.getOrDefault(event.stream(), 0L);
        if (event.sequence() > before + 1) {
            throw new AssertionError("After " + before + " of " + event.stream() + " comes " + event);
        }
        if (event.sequence() == before + 1) {
            reached.put(event.stream(), event.sequence());
            events.add(event);
        }
    }

    private static Map<String, Long> committed(Registry registry) {
        Map<String, Long> committed = new HashMap<>();
        for (String service : SERVICES) {
            for (Object[] row :
                    ServiceDatabase.of(registry, service).query("SELECT key, sequence FROM event_sequence")) {
                committed.put("/muelle/" + service + ' ' + row[0], (Long) row[1]);
            }
        }
        return committed;
    }

    /** What is here now, repeats included. */
    static List<Recorded> now(Registry registry) {
        List<Recorded> events = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = fromTheBeginning(registry)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            Eventually.until("the topic is read", () -> {
                consumer.poll(POLL).forEach(message -> events.add(recorded(message)));
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return events;
    }

    /** Waits for the topic: it is made beside the services' start. */
    private static KafkaConsumer<byte[], byte[]> fromTheBeginning(Registry registry) {
        String address = registry.status().at("/kafka/address").textValue();
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address, "allow.auto.create.topics", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        Eventually.until("the topic is there", () -> consumer.listTopics().containsKey(TOPIC));
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private static Recorded recorded(ConsumerRecord<byte[], byte[]> message) {
        String key = new String(message.key(), StandardCharsets.UTF_8);
        try {
            return new Recorded(
                    header(message, "source") + ' ' + key,
                    key,
                    Long.parseLong(header(message, "sequence")),
                    header(message, "type"),
                    JSON.readTree(message.value()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return new String(message.headers().lastHeader("ce_" + name).value(), StandardCharsets.UTF_8);
    }
}
