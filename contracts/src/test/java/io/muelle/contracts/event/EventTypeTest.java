package io.muelle.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventTypeTest {
    @Test
    void shouldNameEveryRecord() {
        List<Class<?>> named =
                Stream.of(EventType.values()).<Class<?>>map(EventType::record).toList();

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(records(Event.class).toList());
    }

    @Test
    void shouldHaveNoSchemaWithoutAType() throws IOException, URISyntaxException {
        Path schemas = Path.of(EventTypeTest.class
                .getClassLoader()
                .getResource(EventFiles.SCHEMAS)
                .toURI());
        try (Stream<Path> files = Files.list(schemas)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("definitions.json"),
                                    Stream.of(EventType.values()).map(type -> type.type() + ".json"))
                            .toList());
        }
    }

    @Test
    void shouldPassOverATypeOfANewerVersion() {
        assertThat(EventType.ofType("io.muelle.quay.flooded")).isEmpty();
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EventTypeTest::records)
                : Stream.of(type);
    }
}
