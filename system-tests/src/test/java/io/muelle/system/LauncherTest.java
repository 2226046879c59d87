package io.muelle.system;

import static io.muelle.system.Processes.alive;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muelle.contracts.name.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts, stops and kills a registry whose password was generated. */
class LauncherTest {
    private static Registry registry;
    private static MuelleCommand.Outcome firstStart;

    @BeforeAll
    static void start() {
        registry = Registry.prepared("launcher");
        firstStart = registry.commandWithoutPassword().succeed();
    }

    @BeforeEach
    void startWhatTheTestBeforeStopped() {
        if (!registry.status().get("running").booleanValue()) {
            registry.commandWithoutPassword().succeed();
        }
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void shouldSayWhereItIsAndWhatToCopy() {
        String image = registry.authority() + "/admin/";
        assertThat(firstStart.output())
                .contains(registry.address().toString())
                .contains(passwordFile().toString())
                .containsPattern("docker login .*" + registry.authority())
                .containsPattern("docker push " + image)
                .containsPattern("docker pull " + image);
        assertThat(firstStart.errors()).contains("Starting Muelle");
    }

    @Test
    void shouldKeepTheGeneratedPasswordToItsOwner() throws IOException {
        String password = Files.readString(passwordFile()).strip();
        String commandLine =
                Files.readString(Path.of("/proc", registry.status().get("pid").asText(), "cmdline"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwordFile())))
                .isEqualTo("rw-------");
        assertThat(password).hasSizeGreaterThanOrEqualTo(16);
        assertThat(firstStart.output()).doesNotContain(password);
        assertThat(commandLine).contains("quarkus-run.jar").doesNotContain(password);
        assertThat(administrator().get("/v2/").status()).isEqualTo(200);
        assertThat(registry.client("admin", "admin").get("/v2/").status()).isEqualTo(401);
    }

    @Test
    void shouldDescribeWhatRuns() {
        JsonNode status = registry.status();

        assertThat(status.get("address").textValue())
                .isEqualTo(registry.address().toString());
        assertThat(status.get("ready").booleanValue()).isTrue();
        assertThat(alive(status)).isTrue();
        assertThat(alive(status.get("postgres"))).isTrue();
        assertThat(listens(status.get("postgres").get("address").textValue())).isTrue();
        // Nothing needs the broker at once, so it may come after the rest.
        Eventually.until(
                "Kafka listens",
                () -> listens(status.get("kafka").get("address").textValue()));
        assertThat(MuelleCommand.muelle("status", "--data", registry.data().toString())
                        .run()
                        .output())
                .contains(registry.address().toString())
                .contains(status.get("pid").asText())
                .contains(status.get("postgres").get("address").textValue());
    }

    @Test
    void shouldRefuseASecondStartAndSayWhereTheFirstIs() {
        MuelleCommand.Outcome second = registry.commandWithoutPassword().run();

        assertThat(second.code()).isNotZero();
        assertThat(second.errors())
                .startsWith("muelle: Muelle runs already")
                .contains(registry.address().toString())
                .hasLineCount(1);
        assertThat(administrator().get("/v2/").status()).isEqualTo(200);
    }

    @Test
    void shouldFindEverythingAgainWhenItStartsRightAfterAStop() {
        Digest image = administrator().push("admin/stopped", "latest", Image.random());

        for (int round = 0; round < 2; round++) {
            JsonNode before = registry.status();
            assertThat(registry.stop().code()).isZero();
            assertThat(alive(before)).isFalse();
            assertThat(alive(before.get("postgres"))).isFalse();
            registry.commandWithoutPassword().succeed();
        }

        shouldHave("admin/stopped", image);
    }

    @Test
    void shouldFindEverythingAgainAfterTheProcessWasKilled() {
        Digest image = administrator().push("admin/killed", "latest", Image.random());
        JsonNode before = registry.status();

        registry.killProcess();
        assertThat(alive(before.get("postgres"))).isTrue();
        registry.commandWithoutPassword().succeed();

        assertThat(alive(before.get("postgres"))).isFalse();
        shouldHave("admin/killed", image);
    }

    @Test
    void shouldFindEverythingAgainAfterEverythingWasKilled() {
        Digest image = administrator().push("admin/all-killed", "latest", Image.random());

        registry.killEverything();
        registry.commandWithoutPassword().succeed();

        shouldHave("admin/all-killed", image);
    }

    @Test
    void shouldStopWhatAKilledProcessLeft() {
        JsonNode before = registry.status();

        registry.killProcess();
        MuelleCommand.Outcome stop = registry.stop();

        assertThat(stop.code()).isZero();
        assertThat(alive(before.get("postgres"))).isFalse();
        assertThat(registry.status().get("running").booleanValue()).isFalse();
    }

    private static Path passwordFile() {
        return registry.data().resolve("admin-password");
    }

    private static Client administrator() {
        try {
            return registry.client("admin", Files.readString(passwordFile()).strip());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void shouldHave(String repository, Digest image) {
        Response pulled = administrator().getManifest(repository, "latest").expect(200);
        assertThat(Image.digest(pulled.body())).isEqualTo(image);
        Digest layer = Digest.parse(pulled.json().at("/layers/0/digest").textValue());
        Response blob = administrator().getBlob(repository, layer).expect(200);
        assertThat(Image.digest(blob.body())).isEqualTo(layer);
    }

    private static boolean listens(String address) {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
