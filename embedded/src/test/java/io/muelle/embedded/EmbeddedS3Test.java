package io.muelle.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's process; what it serves matters to others. */
class EmbeddedS3Test {
    @TempDir
    Path folder;

    private static List<String> webServer(S3Program.S3Settings settings, Map<String, String> environment) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString(),
                "-b",
                "127.0.0.1",
                "-p",
                Integer.toString(settings.port()),
                "-d",
                settings.folder().toString());
    }

    /** As a full disk leaves it. */
    @Test
    void shouldStartThoughTheFormerProcessIsNotWrittenDown() throws IOException {
        Files.createFile(folder.resolve("pid"));
        try (EmbeddedS3 server = EmbeddedS3.start(EmbeddedS3Test::webServer, folder)) {
            assertThat(Files.readString(folder.resolve("pid"))).isEqualTo(Long.toString(server.pid()));
        }
    }

    @Test
    void shouldTryUntilAServerThatEndedRunsAgain() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        S3Program oftenNot = (settings, environment) -> {
            if (starts.getAndIncrement() % 3 != 0) {
                throw new IOException("in a test");
            }
            return webServer(settings, environment);
        };
        try (EmbeddedS3 server = EmbeddedS3.start(oftenNot, folder)) {
            long killed = server.pid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            Instant deadline = Instant.now().plusSeconds(30);
            while (server.pid() == killed) {
                assertThat(Instant.now()).isBefore(deadline);
                Thread.sleep(20);
            }
            assertThat(ProcessHandle.of(server.pid()).orElseThrow().isAlive()).isTrue();
        }
    }
}
