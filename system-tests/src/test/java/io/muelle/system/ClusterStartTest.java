package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster as somebody may start it, and may think better of it. */
class ClusterStartTest {
    private static final String PASSWORD = "a-password-of-tests";
    private static final Path DATA = Path.of(System.getProperty("muelle.work", "target/work"))
            .toAbsolutePath()
            .resolve("cluster-start");

    private final int port = Registry.freePort();

    @BeforeEach
    void stopFormer() {
        Assumptions.assumeTrue(Topology.chosen() == Topology.CLUSTER, "this is about a cluster");
        stop();
    }

    @AfterEach
    void stop() {
        command("stop").run();
    }

    private static MuelleCommand command(String verb) {
        return MuelleCommand.muelle("cluster", verb).with("--data", DATA.toString());
    }

    private MuelleCommand start(String... options) {
        return command("start")
                .with("--port", Integer.toString(port))
                .with(options)
                .where("MUELLE_ADMIN_PASSWORD", PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void shouldLeaveNothingBehindThatNobodyCanStop(String signal, @TempDir Path output) throws Exception {
        Path noted = DATA.resolve("cluster.json");
        Files.deleteIfExists(noted);
        Process launcher = start().start(output.resolve("output"), output.resolve("errors"));
        Eventually.until("something was started", () -> Files.exists(noted));
        long servers = servers(noted);

        new ProcessBuilder("kill", "-" + signal, Long.toString(launcher.pid()))
                .start()
                .waitFor();
        assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        if (signal.equals("KILL")) {
            command("stop").succeed();
        }

        assertThat(Processes.alive(servers)).isFalse();
        start("--replicas", "gateway=1,manifest=1,blob=1").succeed();
    }

    private static long servers(Path noted) throws IOException {
        JsonNode cluster = new ObjectMapper().readTree(noted.toFile());
        return cluster.at("/servers/pid").longValue();
    }

    /** The gateways remember who proved himself, each for itself. */
    @Test
    void shouldLetSomebodyInAtOneGatewayWhomAnotherHasChanged() {
        String host = "127.0.0.2";
        start("--host", host, "--replicas", "gateway=2,manifest=1,blob=1").succeed();
        JsonNode replicas = status().get("replicas");
        URI one = URI.create("http://" + host + ':' + replicas.get(0).get("port"));
        URI other = URI.create("http://" + host + ':' + replicas.get(1).get("port"));
        assertThat(replicas.get(1).get("service").textValue()).isEqualTo("gateway");
        Client atOther = Client.basic(other, "admin", PASSWORD);
        atOther.get("/api/v1/me").expect(200);

        Client.basic(one, "admin", PASSWORD)
                .send(
                        "PATCH",
                        "/api/v1/users/admin",
                        BodyPublishers.ofString("{\"email\":\"a@example.com\"}"),
                        "Content-Type",
                        "application/merge-patch+json")
                .expect(200);

        // Neither has a token for it yet.
        atOther.get("/v2/_catalog").expect(200);
        atOther.push("admin/gateways", "one", Image.random());
    }

    private static JsonNode status() {
        try {
            return new ObjectMapper()
                    .readTree(command("status").with("--json").run().output());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
