package io.muelle.contracts.event;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The schemas and golden files of events, and events as JSON with the settings that platform has. */
final class EventFiles {
    static final String SCHEMAS = "schema/event/";
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private EventFiles() {}

    static JsonNode golden(EventType type) {
        return read("golden/event/" + type.type() + ".json");
    }

    static JsonNode schema(EventType type) {
        return read(SCHEMAS + type.type() + ".json");
    }

    static JsonNode definitions() {
        return read(SCHEMAS + "definitions.json");
    }

    static JsonSchema validator(EventType type) {
        return FACTORY.getSchema(SchemaLocation.of("classpath:" + SCHEMAS + type.type() + ".json"), STRICT);
    }

    /** What a schema itself has to satisfy. */
    static JsonSchema metaSchema() {
        return FACTORY.getSchema(SchemaLocation.of(VersionFlag.V202012.getId()), STRICT);
    }

    private static JsonNode read(String resource) {
        try (InputStream stream = EventFiles.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new AssertionError("There is no " + resource);
            }
            return MAPPER.readTree(stream);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
