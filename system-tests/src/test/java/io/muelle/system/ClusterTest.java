package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muelle.contracts.name.Digest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Each service as processes of its own, behind the edge; the last cases kill some of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ClusterTest {
    private static final String PASSWORD = "a-password-of-tests";
    private static final Path DATA = Path.of(System.getProperty("muelle.work", "target/work"))
            .toAbsolutePath()
            .resolve("cluster");

    private final int port = Registry.freePort();
    private final URI address = URI.create("http://127.0.0.1:" + port);
    private final Client admin = Client.basic(address, "admin", PASSWORD);

    @BeforeAll
    void startAnew() {
        Assumptions.assumeTrue(System.getenv("MUELLE_ADDRESS") == null, "the registry is given");
        stop();
        start();
    }

    private void start() {
        MuelleCommand.muelle("cluster", "start")
                .with("--port", Integer.toString(port), "--data", DATA.toString())
                .where("MUELLE_ADMIN_PASSWORD", PASSWORD)
                .succeed();
    }

    @AfterAll
    void stop() {
        MuelleCommand.muelle("cluster", "stop", "--data", DATA.toString()).succeed();
    }

    private static JsonNode status() {
        try {
            return new ObjectMapper()
                    .readTree(MuelleCommand.muelle("cluster", "status", "--json", "--data", DATA.toString())
                            .run()
                            .output());
        } catch (JsonProcessingException failure) {
            throw new AssertionError(failure);
        }
    }

    private static List<JsonNode> replicas(String service) {
        return StreamSupport.stream(status().get("replicas").spliterator(), false)
                .filter(replica -> replica.get("service").asText().equals(service))
                .toList();
    }

    @Test
    @Order(1)
    void shouldListEveryReplica() {
        JsonNode status = status();

        List<String> services = StreamSupport.stream(status.get("replicas").spliterator(), false)
                .map(replica -> replica.get("service").asText() + ' ' + replica.get("ready"))
                .toList();
        assertThat(services)
                .containsExactly("gateway true", "manifest true", "manifest true", "blob true", "blob true");
        assertThat(status.get("address").asText()).isEqualTo(address.toString());
    }

    @Test
    @Order(2)
    void shouldServeAnImageAndItsHistory() {
        Image image = Image.random(3, 300_000);

        Digest digest = admin.push("admin/cluster", "one", image);

        assertThat(admin.getManifest("admin/cluster", "one").expect(200).body()).isEqualTo(image.manifest());
        image.blobs().forEach(blob -> assertThat(admin.getBlob("admin/cluster", Image.digest(blob))
                        .expect(200)
                        .body())
                .isEqualTo(blob));
        JsonNode history = admin.get("/api/v1/repositories/admin/cluster/-/tags/one/history")
                .expect(200)
                .json();
        assertThat(history.at("/items/0/digest").asText()).isEqualTo(digest.toString());
    }

    @Test
    @Order(3)
    void shouldSeeADeletionAtEachReplicaAtOnce() {
        Image image = Image.random();
        admin.push("admin/deleted", "one", image);

        admin.send("DELETE", Client.manifestPath("admin/deleted", "one")).expect(202);

        IntStream.range(0, 10)
                .forEach(each -> admin.getManifest("admin/deleted", "one").expect(404));
    }

    @Test
    @Order(4)
    void shouldDeleteARepositoryOfAnotherProcess() {
        admin.push("admin/gone", "one", Image.random());

        admin.send("DELETE", "/api/v1/repositories/admin/gone").expect(204);

        admin.getManifest("admin/gone", "one").expectError(404, "NAME_UNKNOWN");
    }

    @Test
    @Order(5)
    void shouldHandNothingInternalOnAndAnswerNoUserThere() {
        String question = "/internal/v1/trusted";
        Client bearer = admin.bearer("repository:admin/cluster:pull");

        for (Client client : List.of(admin, bearer, Client.anonymous(address))) {
            assertThat(client.send("POST", question, BodyPublishers.ofString("{}"))
                            .status())
                    .isIn(401, 404);
        }
        admin.send("POST", "/internal/v1/decide", BodyPublishers.ofString("{\"claims\":[]}"))
                .expect(404);
    }

    @Test
    @Order(6)
    void shouldRefuseAServiceThatIsAskedWithoutASecret() {
        Client manifestService = Client.anonymous(
                URI.create("http://127.0.0.1:" + replicas("manifest").getFirst().get("port")));

        manifestService
                .send("POST", "/internal/v1/alive", BodyPublishers.ofString("{\"claims\":[]}"))
                .expectError(401, "UNAUTHORIZED");
    }

    @Test
    @Order(7)
    void shouldGoOnWithTheOtherReplicaWhileOneStandsStill() {
        Image image = Image.random();
        admin.push("admin/patient", "one", image);
        long frozen = replicas("manifest").getFirst().get("pid").longValue();

        Processes.hold(frozen);
        try {
            IntStream.range(0, 4).forEach(each -> assertThat(admin.getManifest("admin/patient", "one")
                            .expect(200)
                            .body())
                    .isEqualTo(image.manifest()));
        } finally {
            Processes.goOn(frozen);
        }
    }

    @Test
    @Order(8)
    void shouldGoOnWithTheOtherReplicaWhenOneIsKilled() {
        Image before = Image.random();
        admin.push("admin/survivor", "before", before);

        Processes.kill(replicas("manifest").getFirst().get("pid").longValue());

        IntStream.range(0, 10).forEach(each -> assertThat(admin.getManifest("admin/survivor", "before")
                        .expect(200)
                        .body())
                .isEqualTo(before.manifest()));
        Image after = Image.random();
        admin.push("admin/survivor", "after", after);
        assertThat(admin.getManifest("admin/survivor", "after").expect(200).body())
                .isEqualTo(after.manifest());
    }

    @Test
    @Order(9)
    void shouldBringBackWhatDied() {
        start();

        assertThat(replicas("manifest"))
                .allMatch(replica -> replica.get("ready").booleanValue());
        assertThat(MuelleCommand.muelle("cluster", "start", "--data", DATA.toString())
                        .run()
                        .errors())
                .contains("is in use");
    }

    @Test
    @Order(10)
    void shouldServeManifestsWithoutBlobService() {
        Image image = Image.random();
        admin.push("admin/halved", "one", image);

        replicas("blob").forEach(replica -> Processes.kill(replica.get("pid").longValue()));

        admin.getManifest("admin/halved", "one").expect(200);
        Response refused = admin.getBlob("admin/halved", Image.digest(image.config()));
        refused.expectError(503, "UNAVAILABLE");
        assertThat(refused.header("Retry-After")).isNotNull();
    }
}
