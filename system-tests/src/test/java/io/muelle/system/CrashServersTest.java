package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the registry needs dies, and the registry lives. */
class CrashServersTest {
    private static final String REPOSITORY = "admin/servers";
    private static final String TAG = "latest";

    private Registry registry;
    private Client client;

    @BeforeEach
    void start() {
        registry = Registry.prepared("crash-servers");
        client = registry.administrator();
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void shouldBeWellAgainAfterPostgresWasKilled() {
        registry.start();
        shouldOutlive(registry::killPostgres);
    }

    /** PostgreSQL ends all its processes when one of them dies so, and begins again by itself. */
    @Test
    void shouldBeWellAgainAfterOneProcessOfPostgresWasKilled() {
        registry.start();
        long backend = ServiceDatabase.of(registry, "manifest")
                .count("SELECT min(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND pid <> pg_backend_pid()");
        shouldOutlive(() -> ProcessHandle.of(backend).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** Whoever asks meanwhile is told so: he does not wait for ever. */
    @Test
    void shouldRefuseWhilePostgresStandsStill() {
        registry.start();
        Image image = Image.random();
        client.push(REPOSITORY, TAG, image);
        Person person = Person.made(registry);
        // The first begins no others then.
        Processes.hold(registry.postgres().getFirst());
        List<Long> postgres = registry.postgres();

        postgres.forEach(Processes::hold);
        try {
            List<InFlight> asked = List.of(
                    InFlight.of(() -> client.get("/v2/" + REPOSITORY + "/tags/list")),
                    InFlight.of(() -> put(Image.random())),
                    InFlight.of(() -> person.client().get("/v2/")),
                    InFlight.of(() -> client.get("/api/v1/repositories/" + REPOSITORY)));
            for (InFlight each : asked) {
                Response refusal = each.answer().orTimeout(90, TimeUnit.SECONDS).join();
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.header("Retry-After")).isNotNull();
            }
        } finally {
            postgres.forEach(Processes::goOn);
        }

        Eventually.until("a manifest can be pushed", () -> put(image).status() == 201);
        person.client().get("/v2/").expect(200);
        client.get("/v2/" + REPOSITORY + "/tags/list").expect(200);
    }

    private void shouldOutlive(Runnable blow) {
        Image before = Image.random();
        Image image = Image.random();
        client.push(REPOSITORY, TAG, before);
        image.blobs().forEach(blob -> client.pushBlob(REPOSITORY, blob));
        byte[] content = Image.randomBytes(1 << 20);
        ResumableUpload upload = ResumableUpload.open(client, REPOSITORY);
        upload.append(content, 0, content.length / 2);

        try (ServiceDatabase.Hold sequence = ServiceDatabase.of(registry, "manifest")
                .holdRow("SELECT 1 FROM event_sequence WHERE key = ?", REPOSITORY)) {
            InFlight put = InFlight.of(() -> put(image));
            sequence.awaitWaiters(1);
            put.shouldStillWait();
            blow.run();
            Response refusal = put.answer().orTimeout(60, TimeUnit.SECONDS).join();
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.errorCode()).isEqualTo("UNAVAILABLE");
            assertThat(refusal.header("Retry-After")).isNotNull();
        }

        Eventually.until("a manifest can be pushed", () -> put(image).status() == 201);
        assertThat(tagged()).isEqualTo(image.digest());
        assertThat(client.getManifest(REPOSITORY, before.digest()).status()).isEqualTo(200);
        upload.resume(content);
        assertThat(client.getBlob(REPOSITORY, Image.digest(content)).expect(200).body())
                .isEqualTo(content);
        shouldHaveToldOf(before, image);
    }

    /** A file where Kafka wants its folder. */
    @Test
    void shouldServeWhileThereIsNoBroker() throws IOException {
        Path log = registry.data().resolve("kafka/log");
        Files.createDirectories(log.getParent());
        Files.createFile(log);
        registry.start();

        Image image = Image.random();
        client.push(REPOSITORY, TAG, image);
        assertThat(tagged()).isEqualTo(image.digest());
        Files.delete(log);

        shouldHaveToldOf(image);
    }

    /** Kafka ends the process whose log folder fails, unless it is kept from that. */
    @Test
    void shouldServeWhileTheBrokerFails() throws IOException {
        registry.start();
        Image before = Image.random();
        client.push(REPOSITORY, TAG, before);
        shouldHaveToldOf(before);
        Path log = registry.data().resolve("kafka/log");
        Path aside = registry.data().resolve("kafka/aside");

        Files.move(log, aside);
        Files.createFile(log);
        provokeWrite();
        Eventually.until("the broker has failed", this::brokerHasFailed);
        Image image = Image.random();
        client.push(REPOSITORY, TAG, image);
        assertThat(tagged()).isEqualTo(image.digest());
        Files.delete(log);
        Files.move(aside, log);

        shouldHaveToldOf(before, image);
    }

    /** A new topic needs a folder. */
    private void provokeWrite() {
        String broker = registry.status().at("/kafka/address").textValue();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.createTopics(List.of(new NewTopic("provocation", Map.of(0, List.of(1)))));
        }
    }

    private boolean brokerHasFailed() {
        try {
            return Files.readString(registry.serversLog()).contains("The broker failed");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Response put(Image image) {
        return client.putManifest(REPOSITORY, TAG, Image.MEDIA_TYPE, image.manifest());
    }

    private Digest tagged() {
        return Image.digest(client.getManifest(REPOSITORY, TAG).expect(200).body());
    }

    /** Each was stored once, in this order. */
    private void shouldHaveToldOf(Image... images) {
        assertThat(EventLog.complete(registry))
                .filteredOn(event -> event.is("manifest.stored"))
                .extracting(event -> event.text("digest"))
                .containsExactly(Stream.of(images)
                        .map(image -> image.digest().toString())
                        .toArray(String[]::new));
    }
}
