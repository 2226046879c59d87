package io.muelle.platform.event;

import io.muelle.contracts.event.Event;
import io.muelle.contracts.event.EventType;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Reads CloudEvents from Kafka records (binary content mode). */
public final class EventReader {
    private EventReader() {}

    /**
     * The event of a record; empty for a type that only a newer service knows.
     *
     * @throws PoisonException it is not a CloudEvent, or its data is not of its type
     */
    public static Optional<Event> read(Message<byte[]> message) {
        return EventType.ofType(header(message, "ce_type"))
                .map(type -> EventJson.read(type, message.getPayload() == null ? new byte[0] : message.getPayload()));
    }

    private static String header(Message<byte[]> message, String name) {
        Header header = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> metadata.getHeaders().lastHeader(name))
                .orElse(null);
        if (header == null) {
            throw new PoisonException("The record has no header " + name, null);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
