package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Services that start while nobody knows where Kafka's brokers are, as in a cluster that starts all at once. */
class ClusterLateKafkaTest {
    private static final String BROKER = "broker.muelle.invalid";

    private static Registry registry;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(Topology.chosen() == Topology.CLUSTER, "standalone has its broker in itself");
        registry = Registry.fresh("late-kafka");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void shouldServeClientsAndCatchUpWhenTheBrokersNameIsKnown() throws IOException {
        Path names = registry.data().resolve("names");
        Files.writeString(names, "127.0.0.1 another.muelle.invalid\n");
        String port = registry.status().at("/kafka/address").textValue().replaceFirst(".*:", "");
        // One that is killed would stay a member of the consumers' group for a while, and have its share of the events.
        registry.endProcesses();

        registry.command()
                .where(
                        "MUELLE_JAVA_OPTIONS",
                        "-Djdk.net.hosts.file=" + names + " -Dkafka.bootstrap.servers=" + BROKER + ':' + port)
                .succeed();
        Image image = Image.random();
        registry.administrator().push("admin/late", "one", image);

        assertThat(registry.administrator()
                        .getManifest("admin/late", "one")
                        .expect(200)
                        .body())
                .isEqualTo(image.manifest());
        assertThat(unsent("manifest")).isPositive();
        assertThat(unconfirmed()).isPositive();

        Files.writeString(names, "127.0.0.1 " + BROKER + "\n");
        Eventually.until("all is sent", () -> unsent("manifest") + unsent("blob") == 0);
        Eventually.until("blob-service has heard of it", () -> unconfirmed() == 0);
        EventLog.complete(registry);
    }

    private static long unsent(String service) {
        return ServiceDatabase.of(registry, service).count("SELECT count(*) FROM outbox WHERE sent_at IS NULL");
    }

    private static long unconfirmed() {
        return ServiceDatabase.of(registry, "blob").count("SELECT count(*) FROM reference WHERE NOT confirmed");
    }
}
