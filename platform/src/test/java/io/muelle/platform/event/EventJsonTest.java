package io.muelle.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muelle.contracts.event.Event;
import io.muelle.contracts.event.EventType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is really sent, against what contracts promise. */
class EventJsonTest {
    private static final Path GOLDEN = Path.of("..", "contracts", "src", "test", "resources", "golden", "event");
    private static final ObjectMapper PLAIN = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void shouldReadAndWriteTheGoldenFile(EventType type) throws IOException {
        JsonNode golden = PLAIN.readTree(GOLDEN.resolve(type.type() + ".json").toFile());

        Event event = EventJson.read(type, golden.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(EventJson.write(event)).isEqualTo(golden.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[]", "\"text\"", "{}", "{\"size\":1}", "{\"size\":1,\"claim\":\"7\"}"})
    void shouldCallPoisonWhatIsNoEvent(String data) {
        assertThatThrownBy(() -> EventJson.read(EventType.MANIFEST_STORED, data.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PoisonException.class);
    }
}
