package io.muelle.system;

import static io.muelle.system.Processes.alive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.muelle.contracts.name.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to start that are not the usual one. */
class LauncherModesTest {
    @TempDir
    Path folder;

    @Test
    void shouldSpeakTlsAndNothingElse() throws Exception {
        SelfSigned tls = SelfSigned.in(folder);
        try (Registry registry = Registry.prepared("launcher-tls")) {
            registry.start(
                    "--tls-certificate",
                    tls.certificate().toString(),
                    "--tls-key",
                    tls.key().toString());
            HttpClient http = HttpClient.newBuilder().sslContext(tls.trust()).build();
            URI address = URI.create("https://" + registry.authority());
            Client client = Client.basic(address, "admin", registry.password()).over(http);
            Image image = Image.random();

            Digest pushed = client.push("admin/tls", "latest", image);

            assertThat(client.getManifest("admin/tls", pushed).expect(200).body())
                    .isEqualTo(image.manifest());
            shouldChallengeOverHttp2(http, address);
            assertThatThrownBy(() -> registry.anonymous().get("/v2/")).isInstanceOf(UncheckedIOException.class);
            assertThat(registry.status().get("address").textValue()).isEqualTo(address.toString());
        }
    }

    private static void shouldChallengeOverHttp2(HttpClient http, URI address) throws Exception {
        var response = http.send(HttpRequest.newBuilder(address.resolve("/v2/")).build(), BodyHandlers.discarding());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("realm=\"" + address + "/token\"");
    }

    @Test
    void shouldStayInTheForegroundUntilItIsTerminated() throws Exception {
        Path output = folder.resolve("output");
        try (Registry registry = Registry.prepared("launcher-foreground")) {
            Process launcher = registry.command().with("--foreground").start(output, folder.resolve("errors"));
            Eventually.until("it says that it is ready", () -> read(output).contains("Muelle is ready"));
            JsonNode status = registry.status();
            assertThat(registry.administrator().get("/v2/").status()).isEqualTo(200);
            assertThat(launcher.isAlive()).isTrue();

            launcher.destroy();

            assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(alive(status)).isFalse();
            assertThat(alive(status.get("postgres"))).isFalse();
        }
    }

    @Test
    void shouldTellTheJvmLastWhatItIsGiven() throws Exception {
        try (Registry registry = Registry.prepared("launcher-options")) {
            registry.command()
                    .where("MUELLE_JAVA_OPTIONS", " -Xmx300m  -XX:+PrintWarnings ")
                    .succeed();

            assertThat(flags(registry.status().get("pid").asText())).contains("-XX:MaxHeapSize=314572800");
        }
    }

    /** As the JVM of that process took them. */
    private String flags(String pid) throws Exception {
        Path output = folder.resolve("flags");
        Process asked = new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd", pid, "VM.flags")
                .redirectOutput(output.toFile())
                .start();
        assertThat(asked.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return read(output);
    }

    @Test
    void shouldKeepThePasswordOfTheFirstStart() {
        try (Registry registry = Registry.fresh("launcher-password")) {
            assertThat(registry.data().resolve("admin-password")).doesNotExist();
            registry.stop();

            MuelleCommand.Outcome second = registry.commandWithoutPassword().succeed();

            assertThat(registry.administrator().get("/v2/").status()).isEqualTo(200);
            assertThat(second.output()).contains("MUELLE_ADMIN_PASSWORD held at the first start");
            assertThat(registry.data().resolve("admin-password")).doesNotExist();
        }
    }

    @Test
    void shouldStartWithoutTheFirstAccountOnceItIsDeleted() {
        try (Registry registry = Registry.fresh("launcher-successor")) {
            new Api(registry.administrator())
                    .put("/users/bob", "{\"password\":\"a-password-of-bob\",\"superuser\":true}")
                    .expect(201);
            Client bob = Client.basic(registry.address(), "bob", "a-password-of-bob");
            new Api(bob).delete("/users/admin").expect(204);
            registry.stop();

            registry.commandWithoutPassword().succeed();

            assertThat(bob.get("/v2/").status()).isEqualTo(200);
            assertThat(registry.administrator().get("/v2/").status()).isEqualTo(401);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
