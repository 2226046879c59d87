package io.muelle.platform.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.muelle.contracts.event.Event;
import io.muelle.contracts.event.EventType;
import java.io.IOException;

/** Events as JSON: the record's components, times in RFC 3339; what a newer service added is ignored. */
public final class EventJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private EventJson() {}

    public static String write(Event event) {
        try {
            return MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("An event cannot be written as JSON: " + event.type(), impossible);
        }
    }

    /** Reads the data of an event of this type; fails with {@link PoisonException} on what is not such data. */
    public static Event read(EventType type, byte[] data) {
        try {
            return MAPPER.readValue(data, type.record());
        } catch (IOException | RuntimeException malformed) {
            throw new PoisonException("The data is not a " + type.type(), malformed);
        }
    }
}
