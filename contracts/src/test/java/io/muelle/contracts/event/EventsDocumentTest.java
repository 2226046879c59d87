package io.muelle.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "events.md");

    @Test
    void shouldMatchTheDocumentation() throws IOException {
        String rendered = EventsDocument.render();
        if (Boolean.getBoolean("muelle.documentation.rewrite")) {
            Files.writeString(DOCUMENT, rendered);
        }

        assertThat(DOCUMENT)
                .as("docs/events.md is made from the schemas: run this test with -Dmuelle.documentation.rewrite=true")
                .hasContent(rendered);
    }
}
