package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills while four clients push, each by turns into a repository of its own and into one of all. */
class CrashPushersTest {
    private static final int CLIENTS = 4;
    private static final int ACKNOWLEDGED = 3;

    private static Registry registry;

    @BeforeAll
    static void start() {
        registry = Registry.fresh("crash-pushers");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingWhereverTheClientsAre(Kill kill) {
        List<Pusher> pushers = pushers("anywhere-" + kill.lowerCase());
        awaitAcknowledged(pushers);

        kill.strike(registry);
        pushers.forEach(Pusher::awaitEnd);
        registry.start();

        shouldHaveAll(pushers);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingWhileAllWaitForOneCommit(Kill kill) {
        String all = "all-" + kill.lowerCase();
        List<Pusher> pushers = pushers(all);
        awaitAcknowledged(pushers);

        try (ServiceDatabase.Hold sequence = ServiceDatabase.of(registry, "manifest")
                .holdRow("SELECT 1 FROM event_sequence WHERE key = ?", "admin/" + all)) {
            sequence.awaitWaiters(CLIENTS);
            kill.strike(registry);
            pushers.forEach(Pusher::awaitEnd);
            registry.start();
        }

        shouldHaveAll(pushers);
    }

    private static List<Pusher> pushers(String all) {
        return IntStream.range(0, CLIENTS)
                .mapToObj(number -> new Pusher(registry.administrator(), "admin/" + all + '-' + number, "admin/" + all))
                .toList();
    }

    private static void awaitAcknowledged(List<Pusher> pushers) {
        Eventually.until("each client has pushed", () -> pushers.stream()
                .allMatch(pusher -> pusher.acknowledged().size() >= ACKNOWLEDGED));
    }

    private static void shouldHaveAll(List<Pusher> pushers) {
        for (Pusher pusher : pushers) {
            pusher.acknowledged().forEach(pushed -> shouldBeWhole(pushed.repository(), pushed.digest()));
        }
        Map<String, String> tags = tagsByEvents(EventLog.complete(registry));
        for (Pusher pusher : pushers) {
            for (String repository : pusher.repositories()) {
                Digest tagged = shouldBeWhole(repository, Pusher.TAG);
                assertThat(tags.get(repository)).isEqualTo(tagged.toString());
            }
            shouldBeAsNewAsAcknowledged(pusher);
        }
    }

    /** Nobody else pushes into its own repository, so the tag is at its last image, or the one under way. */
    private static void shouldBeAsNewAsAcknowledged(Pusher pusher) {
        Digest tagged = Image.digest(registry.administrator()
                .getManifest(pusher.own(), Pusher.TAG)
                .expect(200)
                .body());
        List<Digest> acknowledged = pusher.acknowledged().stream()
                .filter(pushed -> pushed.repository().equals(pusher.own()))
                .map(Pusher.Pushed::digest)
                .toList();
        assertThat(List.of(acknowledged.getLast(), pusher.underWay())).contains(tagged);
    }

    /** The manifest is there, and whatever it names is there, as it was pushed. */
    private static Digest shouldBeWhole(String repository, Object reference) {
        Client client = registry.administrator();
        Response manifest = client.getManifest(repository, reference).expect(200);
        for (String pointer : List.of("/config", "/layers/0")) {
            Digest blob = Digest.parse(manifest.json().at(pointer + "/digest").textValue());
            assertThat(Image.digest(client.getBlob(repository, blob).expect(200).body()))
                    .isEqualTo(blob);
        }
        return Image.digest(manifest.body());
    }

    /** Where the tag of each repository is, if each move began where the one before had ended. */
    private static Map<String, String> tagsByEvents(List<EventLog.Recorded> events) {
        Map<String, String> tags = new HashMap<>();
        for (EventLog.Recorded event : events) {
            if (event.is("tag.created") || event.is("tag.moved")) {
                assertThat(event.text("previousDigest")).isEqualTo(tags.get(event.repository()));
                tags.put(event.repository(), event.text("digest"));
            }
        }
        return tags;
    }
}
