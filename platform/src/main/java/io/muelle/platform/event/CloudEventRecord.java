package io.muelle.platform.event;

import io.muelle.contracts.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events as Kafka records: CloudEvents 1.0, Kafka protocol binding, binary content mode. */
final class CloudEventRecord {
    private CloudEventRecord() {}

    static ProducerRecord<byte[], byte[]> of(String topic, String source, OutboxRow row) {
        ProducerRecord<byte[], byte[]> message = message(
                topic,
                row.key(),
                row.id(),
                source,
                row.type(),
                row.subject(),
                row.at().toInstant(),
                row.data());
        return header(message, "sequence", Long.toString(row.sequence()));
    }

    static ProducerRecord<byte[], byte[]> of(String topic, String source, UUID id, Event event) {
        return message(
                topic, event.key(), id, source, event.type(), event.subject(), event.at(), EventJson.write(event));
    }

    private static ProducerRecord<byte[], byte[]> message(
            String topic, String key, UUID id, String source, String type, String subject, Instant at, String data) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, bytes(key), bytes(data));
        message.headers().add("content-type", bytes("application/json"));
        header(message, "specversion", "1.0");
        header(message, "id", id.toString());
        header(message, "source", source);
        header(message, "type", type);
        header(message, "subject", subject);
        return header(message, "time", at.toString());
    }

    private static ProducerRecord<byte[], byte[]> header(
            ProducerRecord<byte[], byte[]> message, String name, String value) {
        message.headers().add("ce_" + name, bytes(value));
        return message;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
