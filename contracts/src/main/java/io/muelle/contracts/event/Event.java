package io.muelle.contracts.event;

import java.time.Instant;

/**
 * What happened, in the past tense: the JSON data of a CloudEvent (CloudEvents 1.0). The record's components are its
 * fields; a field is added, never renamed or removed.
 */
public sealed interface Event permits RegistryEvent, AccessEvent, ObservationEvent {
    /** The CloudEvents {@code type}. */
    default String type() {
        return EventType.of(getClass()).type();
    }

    /** What keeps its order: the key of the record on Kafka. */
    String key();

    /** The CloudEvents {@code subject}. */
    String subject();

    /** When it happened: the CloudEvents {@code time}. */
    Instant at();
}
