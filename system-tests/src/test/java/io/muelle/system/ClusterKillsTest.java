package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muelle.contracts.name.Digest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each process of a cluster is killed in its turn, while clients push. */
class ClusterKillsTest {
    private static final int CLIENTS = 3;
    private static final int SOME = 3;

    private static Registry registry;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(Topology.chosen() == Topology.CLUSTER, "this is about a cluster");
        registry = Registry.fresh("kills");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/replicas/0",
                "/replicas/1",
                "/replicas/2",
                "/replicas/3",
                "/replicas/4",
                "/s3",
                "/postgres",
                "/servers"
            })
    void shouldLoseNothingWhicheverProcessIsKilled(String process) {
        List<SteadyPusher> pushers = IntStream.range(0, CLIENTS)
                .mapToObj(number -> new SteadyPusher(registry.administrator(), "admin/killed" + process + '-' + number))
                .toList();
        try {
            pushers.forEach(pusher -> pusher.awaitMore(SOME));
            kill(process);
            startAgain();
            pushers.forEach(pusher -> pusher.awaitMore(SOME));
        } finally {
            pushers.forEach(SteadyPusher::close);
        }
        pushers.forEach(ClusterKillsTest::shouldHaveAll);
        EventLog.complete(registry);
    }

    private static void kill(String process) {
        if (process.equals("/postgres")) {
            registry.killPostgres();
        } else {
            Processes.kill(registry.status().at(process + "/pid").longValue());
        }
    }

    /** PostgreSQL and S3 are started again by who watches them; who watches is not, and takes all with it. */
    private static void startAgain() {
        JsonNode status = registry.status();
        if (!Processes.alive(status.get("servers"))) {
            registry.stop();
            registry.start();
        } else if (StreamSupport.stream(status.get("replicas").spliterator(), false)
                .anyMatch(replica -> !replica.get("alive").booleanValue())) {
            registry.start();
        }
    }

    private static void shouldHaveAll(SteadyPusher pusher) {
        Client client = registry.administrator();
        assertThat(pusher.acknowledged()).isNotEmpty();
        for (Digest digest : pusher.acknowledged()) {
            Response manifest = client.getManifest(pusher.repository(), digest).expect(200);
            for (String pointer : List.of("/config", "/layers/0")) {
                Digest blob =
                        Digest.parse(manifest.json().at(pointer + "/digest").textValue());
                assertThat(Image.digest(client.getBlob(pusher.repository(), blob)
                                .expect(200)
                                .body()))
                        .isEqualTo(blob);
            }
        }
    }
}
