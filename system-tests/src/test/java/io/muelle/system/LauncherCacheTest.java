package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muelle.system.MuelleCommand.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts use what the JVM remembers of a trained run, and succeed whatever has become of it. */
class LauncherCacheTest {
    private static final int FIRST_JDK = 25;
    private static final String WITHOUT = "is started once more without ";

    @TempDir
    static Path folder;

    private static ProgramCopy program;
    private static Path kept;

    private final int port = Registry.freePort();

    @BeforeAll
    static void train() throws IOException {
        Assumptions.assumeTrue(Runtime.version().feature() >= FIRST_JDK, "this JDK remembers nothing");
        Assumptions.assumeTrue(System.getenv("MUELLE_ADDRESS") == null, "the registry is given");
        program = ProgramCopy.in(folder.resolve("program"));
        program.muelle("train").succeed();
        kept = Files.move(program.cache(), folder.resolve("kept"));
    }

    @BeforeEach
    void haveTheCache() throws IOException {
        Files.copy(kept, program.cache(), StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterEach
    void stop() {
        command("stop").succeed();
    }

    @Test
    void shouldStartFromTheCache() throws IOException {
        Outcome start = start();

        assertThat(start.errors()).doesNotContain(WITHOUT);
        assertThat(maps()).contains(program.cache().toString());
    }

    @Test
    void shouldStartFromTheCacheWhereThereIsLittleMemory() throws IOException {
        Outcome start = start(command("start").where("JDK_JAVA_OPTIONS", "-XX:MaxRAM=1g"));

        assertThat(start.errors()).doesNotContain(WITHOUT);
        assertThat(maps()).contains(program.cache().toString());
    }

    @Test
    void shouldKeepTheCacheThatOptionsDoNotGoWith() throws IOException {
        Outcome start = start(command("start").where("MUELLE_JAVA_OPTIONS", "-Xmn128m"));

        assertThat(start.errors()).contains(WITHOUT);
        assertThat(program.cache()).isNotEmptyFile();
    }

    @Test
    void shouldStartWithoutACacheThatIsSomethingElse() throws IOException {
        Files.writeString(program.cache(), "something else");

        start();
    }

    @Test
    void shouldStartWithoutACacheThatWasCut() throws IOException {
        try (FileChannel cache = FileChannel.open(program.cache(), StandardOpenOption.WRITE)) {
            cache.truncate(cache.size() / 2);
        }

        start();
    }

    @Test
    void shouldStartOnceMoreWithoutACacheThatEndsTheProcessAndGiveItUp() throws IOException {
        overwrite(program.cache());

        Outcome start = start();

        assertThat(start.errors()).contains(WITHOUT + program.cache());
        assertThat(program.cache()).isEmptyFile();
        assertThat(maps()).doesNotContain(program.cache().toString());
    }

    private Outcome start() {
        return start(command("start"));
    }

    private Outcome start(MuelleCommand command) {
        Outcome start = command.with("--port", Integer.toString(port)).succeed();
        Client anonymous = Client.anonymous(URI.create("http://127.0.0.1:" + port));
        assertThat(anonymous.get("/v2/").status()).isEqualTo(401);
        return start;
    }

    private static MuelleCommand command(String verb) {
        return program.muelle(verb, "--data", folder.resolve("data").toString());
    }

    /** The files that the registry has in its memory. */
    private static String maps() throws IOException {
        String status = command("status").with("--json").run().output();
        long pid = new ObjectMapper().readTree(status).get("pid").longValue();
        return Files.readString(Path.of("/proc", Long.toString(pid), "maps"));
    }

    /** Leaves its beginning as it is, by which the JVM knows it for a good one. */
    private static void overwrite(Path cache) throws IOException {
        try (FileChannel channel = FileChannel.open(cache, StandardOpenOption.WRITE)) {
            int length = (int) (channel.size() / 2);
            channel.write(ByteBuffer.allocate(length), channel.size() / 4);
        }
    }
}
