package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills around the commit of a manifest: right before it, and between it and the relay of its events. */
class CrashCommitTest {
    private static final String TAG = "latest";

    private static Registry registry;
    private final Client client = registry.administrator();

    @BeforeAll
    static void start() {
        registry = Registry.prepared("crash-commit");
        startAgain();
    }

    /** Claims of those who died are decided at once, so that the test need not wait for minutes. */
    private static void startAgain() {
        registry.command()
                .where("MUELLE_BLOB_DECIDE_AFTER", "1s")
                .where("MUELLE_BLOB_DECIDE_EVERY", "1s")
                .succeed();
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    /** The sequence of the repository's events is the last that a push locks before its commit. */
    @ParameterizedTest
    @EnumSource
    void shouldShowNothingOfAManifestThatWasNotCommitted(Kill kill) {
        String repository = "admin/uncommitted-" + kill.lowerCase();
        Digest before = client.push(repository, TAG, Image.random());
        Image image = Image.random();
        image.blobs().forEach(blob -> client.pushBlob(repository, blob));

        try (ServiceDatabase.Hold sequence = ServiceDatabase.of(registry, "manifest")
                .holdRow("SELECT 1 FROM event_sequence WHERE key = ?", repository)) {
            InFlight put = InFlight.of(() -> client.putManifest(repository, TAG, Image.MEDIA_TYPE, image.manifest()));
            sequence.awaitWaiters(1);
            put.cutOffBy(kill, registry);
            startAgain();
        }

        if (kill.leavesPostgres()) {
            // The commit lay there already, behind the lock, and goes on without the one who sent it; or it did not.
            assertThat(tagged(repository)).isIn(before, image.digest());
        } else {
            assertThat(tagged(repository)).isEqualTo(before);
            assertThat(client.getManifest(repository, image.digest()).status()).isEqualTo(404);
        }
        client.push(repository, TAG, image);
        assertThat(tagged(repository)).isEqualTo(image.digest());
        shouldHold(repository, image);
        assertThat(moves(repository)).containsExactly("null -> " + before, before + " -> " + image.digest());
        shouldKeepNoClaimOfTheDead(repository);
    }

    /** Whose claim never came to an end holds content for nobody. */
    private static void shouldKeepNoClaimOfTheDead(String repository) {
        ServiceDatabase blobs = ServiceDatabase.of(registry, "blob");
        Eventually.until(
                "each claim belongs to a manifest",
                () -> blobs.count("SELECT count(*) FROM reference WHERE NOT confirmed AND repository = ?", repository)
                        == 0);
        assertThat(blobs.count("SELECT count(DISTINCT claim) FROM reference WHERE repository = ?", repository))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try") // what is held is let go by the kill, or at the end
    void shouldTellWhatWasCommittedBeforeTheRelayCame(Kill kill) {
        String one = "admin/one-" + kill.lowerCase();
        String other = "admin/other-" + kill.lowerCase();
        Image first = Image.random();
        Image second = Image.random();
        Image third = Image.random();

        try (ServiceDatabase.Hold manifests =
                        ServiceDatabase.of(registry, "manifest").holdRelay();
                ServiceDatabase.Hold blobs =
                        ServiceDatabase.of(registry, "blob").holdRelay()) {
            client.push(one, TAG, first);
            client.push(other, TAG, third);
            client.push(one, TAG, second);
            client.send("DELETE", Client.manifestPath(other, TAG)).expect(202);
            client.send("DELETE", Client.manifestPath(one, first.digest())).expect(202);
            assertThat(EventLog.now(registry))
                    .noneMatch(event -> List.of(one, other).contains(event.repository()));
            manifests.shouldHold();
            blobs.shouldHold();
            kill.strike(registry);
            startAgain();
        }

        assertThat(tagged(one)).isEqualTo(second.digest());
        shouldHold(one, second);
        assertThat(client.getManifest(one, first.digest()).status()).isEqualTo(404);
        assertThat(client.getManifest(other, TAG).status()).isEqualTo(404);
        assertThat(moves(one)).containsExactly("null -> " + first.digest(), first.digest() + " -> " + second.digest());
        assertThat(moves(other)).containsExactly("null -> " + third.digest(), "gone");
        assertThat(EventLog.complete(registry))
                .anyMatch(event -> event.repository().equals(one)
                        && event.is("manifest.deleted")
                        && event.text("digest").equals(first.digest().toString()));
    }

    private Digest tagged(String repository) {
        return Image.digest(client.getManifest(repository, TAG).expect(200).body());
    }

    private void shouldHold(String repository, Image image) {
        for (byte[] blob : image.blobs()) {
            assertThat(client.getBlob(repository, Image.digest(blob))
                            .expect(200)
                            .body())
                    .isEqualTo(blob);
        }
    }

    /** Where the tag pointed, by its events. */
    private static List<String> moves(String repository) {
        return EventLog.complete(registry).stream()
                .filter(event -> event.repository().equals(repository))
                .filter(event -> event.type().contains(".tag."))
                .map(event ->
                        event.is("tag.deleted") ? "gone" : event.text("previousDigest") + " -> " + event.text("digest"))
                .toList();
    }
}
