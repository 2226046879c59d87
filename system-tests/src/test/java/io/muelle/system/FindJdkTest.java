package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script on machines with various JDKs, each of which only says which one it is. */
class FindJdkTest {
    private static final List<String> TOOLS = List.of("env", "bash", "dirname", "readlink", "sed");

    @TempDir
    Path folder;

    @BeforeEach
    void makeAMachineWithoutJava() throws IOException {
        Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Path program = Files.exists(Path.of("/bin", tool)) ? Path.of("/bin", tool) : Path.of("/usr/bin", tool);
            program(folder.resolve("tools").resolve(tool), "exec " + program + " \"$@\"");
        }
        Files.createDirectories(folder.resolve("jdks"));
    }

    @Test
    void shouldTakeTheNewest() throws IOException {
        jdk("jdks/a", "17.0.15");
        jdk("jdks/b", "25.0.1");
        jdk("jdks/c", "21");
        assertThat(status().run().output()).isEqualTo("25.0.1\n");
    }

    @Test
    void shouldTakeJavaHomeWhereItWillDo() throws IOException {
        jdk("jdks/newest", "25");
        Path home = jdk("home", "21.0.2");
        assertThat(status().where("JAVA_HOME", home.toString()).run().output()).isEqualTo("21.0.2\n");
    }

    @Test
    void shouldPassOverAJavaHomeThatIsTooOld() throws IOException {
        jdk("jdks/newest", "25");
        Path home = jdk("home", "17");
        assertThat(status().where("JAVA_HOME", home.toString()).run().output()).isEqualTo("25\n");
    }

    @Test
    void shouldTakeTheOneOfThePath() throws IOException {
        Path elsewhere = jdk("elsewhere", "22");
        String path = folder.resolve("tools") + ":" + elsewhere.resolve("bin");
        assertThat(status().where("PATH", path).run().output()).isEqualTo("22\n");
    }

    @Test
    void shouldSayThatThereIsNone() throws IOException {
        jdk("jdks/old", "17");
        Files.delete(jdk("jdks/runtime-only", "25").resolve("bin/javac"));

        MuelleCommand.Outcome outcome = status().run();

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.errors())
                .isEqualTo("muelle: there is no JDK of 21 or newer on this machine: install one, or set JAVA_HOME to"
                        + " one.\n");
    }

    private MuelleCommand status() {
        return MuelleCommand.muelle("status")
                .where("PATH", folder.resolve("tools").toString())
                .where("JAVA_HOME", "")
                .where("MUELLE_JDK_FOLDERS", folder.resolve("jdks").toString());
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String program : List.of("java", "javac")) {
            program(home.resolve("bin").resolve(program), "echo " + version);
        }
        return home;
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
