package io.muelle.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What other programs were promised of each event. */
class EventContractTest {
    @ParameterizedTest
    @EnumSource
    void shouldBeWrittenAsTheGoldenFile(EventType type) throws IOException {
        String written = EventFiles.MAPPER.writeValueAsString(EventSamples.of(type));

        assertThat(written).isEqualTo(EventFiles.golden(type).toString());
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadTheGoldenFile(EventType type) throws IOException {
        Event read = EventFiles.MAPPER.treeToValue(EventFiles.golden(type), type.record());

        assertThat(read).isEqualTo(EventSamples.of(type));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSatisfyItsSchema(EventType type) {
        assertThat(EventFiles.validator(type).validate(EventFiles.golden(type))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveAValidSchemaOfItsName(EventType type) {
        JsonNode schema = EventFiles.schema(type);

        assertThat(EventFiles.metaSchema().validate(schema)).isEmpty();
        assertThat(schema.path("title").asText()).isEqualTo(type.type());
    }

    @ParameterizedTest
    @EnumSource
    void shouldPromiseExactlyTheFieldsOfItsRecord(EventType type) {
        List<String> fields = Stream.of(type.record().getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        JsonNode schema = EventFiles.schema(type);
        List<String> required = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .toList();

        assertThat(schema.path("properties").fieldNames()).toIterable().containsExactlyElementsOf(fields);
        assertThat(required).containsExactlyElementsOf(fields);
    }

    @ParameterizedTest
    @EnumSource
    void shouldMissEachFieldThatIsLeftOut(EventType type) {
        JsonSchema validator = EventFiles.validator(type);
        ObjectNode golden = (ObjectNode) EventFiles.golden(type);

        for (RecordComponent field : type.record().getRecordComponents()) {
            assertThat(validator.validate(golden.deepCopy().without(field.getName())))
                    .as("without %s", field.getName())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTolerateAFieldOfANewerVersion(EventType type) throws IOException {
        ObjectNode newer = (ObjectNode) EventFiles.golden(type);
        newer.putObject("addedLater").put("by", "a newer service");

        assertThat(EventFiles.validator(type).validate(newer)).isEmpty();
        assertThat(EventFiles.MAPPER.treeToValue(newer, type.record())).isEqualTo(EventSamples.of(type));
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveATopicAKeyAndASubject(EventType type) {
        Event event = EventSamples.of(type);

        assertThat(Topic.of(event)).isNotNull();
        assertThat(event.key()).isNotBlank();
        assertThat(event.subject()).isNotBlank();
    }
}
