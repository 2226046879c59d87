package io.muelle.manifest.domain;

import static io.muelle.manifest.ManifestFixture.ANNA;
import static io.muelle.manifest.ManifestFixture.BEN;
import static io.muelle.manifest.ManifestFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.contracts.ask.Claims.Outcome;
import io.muelle.contracts.name.Descriptor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.contracts.path.Reference;
import io.muelle.manifest.ManifestFixture;
import io.muelle.manifest.ManifestJsonText;
import io.muelle.manifest.store.TagReader.Entry;
import io.muelle.platform.http.RegistryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestPushTest {
    private static final RepositoryName APP = new RepositoryName("anna/app");
    private static final TagName LATEST = new TagName("latest");

    private ManifestFixture service;

    @BeforeEach
    void start() {
        service = new ManifestFixture();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void shouldKeepTheBytesAsPushed() {
        String manifest = " " + service.image(APP, "one") + "\n";
        Digest digest = service.push(APP, manifest, "latest");
        var found =
                await(service.manifests.find(APP, new Reference.Tagged(LATEST))).orElseThrow();
        assertThat(found.digest()).isEqualTo(digest.toString());
        assertThat(found.mediaType()).isEqualTo(ManifestJsonText.OCI_MANIFEST);
        assertThat(await(service.manifests.bytes(APP, found)).orElseThrow()).hasToString(manifest);
    }

    @Test
    void shouldTellOfANewImageInOrder() {
        Digest digest = service.push(APP, service.image(APP, "one"), "b", "a");
        assertThat(service.events(APP))
                .containsExactly(
                        "repository.created anna/app",
                        "manifest.stored anna/app@" + digest,
                        "tag.created anna/app:a",
                        "image.pushed anna/app:a",
                        "tag.created anna/app:b",
                        "image.pushed anna/app:b");
    }

    @Test
    void shouldHoldTheBlobsUnderOneCommittedClaim() {
        Digest digest = service.push(APP, service.image(APP, "one"));
        UUID claim = service.claimOf(APP, digest);
        assertThat(service.blobs.claims()).containsExactly(claim);
        assertThat(service.outcomes.decide(Set.of(claim))).containsEntry(claim, Outcome.COMMITTED);
    }

    @Test
    void shouldAskForNoClaimWhereTheManifestIsHere() {
        String manifest = service.image(APP, "one");
        Digest digest = service.push(APP, manifest, "latest");
        UUID first = service.claimOf(APP, digest);
        List<UUID> asked = new ArrayList<>();
        service.blobs.afterEachClaim(claim -> asked.add(claim.id()));

        service.push(APP, manifest, "latest", "stable");

        assertThat(asked).isEmpty();
        assertThat(service.claimOf(APP, digest)).isEqualTo(first);
        assertThat(service.events(APP).subList(4, 7))
                .containsExactly(
                        "image.pushed anna/app:latest", "tag.created anna/app:stable", "image.pushed anna/app:stable");
        assertThat(service.events(APP)).hasSize(7);
    }

    /** What does not say itself what it is keeps the type of its first push, whatever the next ones say. */
    @Test
    void shouldTellTheMediaTypeThatPullsGet() {
        String manifest =
                service.image(APP, "one").replace("\"mediaType\":\"" + ManifestJsonText.OCI_MANIFEST + "\",", "");
        service.pushAs(ManifestJsonText.OCI_MANIFEST, APP, manifest, "latest");

        service.pushAs(MediaTypes.DOCKER_MANIFEST, APP, manifest, "latest");

        var found =
                await(service.manifests.find(APP, new Reference.Tagged(LATEST))).orElseThrow();
        assertThat(found.mediaType()).isEqualTo(ManifestJsonText.OCI_MANIFEST);
        assertThat(service.mediaTypesPushed(APP))
                .containsExactly(ManifestJsonText.OCI_MANIFEST, ManifestJsonText.OCI_MANIFEST);
    }

    @Test
    void shouldClaimAgainWhatWasDeleted() {
        String manifest = service.image(APP, "one");
        Digest digest = service.push(APP, manifest, "latest");
        UUID first = service.claimOf(APP, digest);
        service.deletions.deleteManifest(APP, digest, ANNA);

        service.push(APP, manifest, "latest");

        assertThat(service.claimOf(APP, digest)).isNotEqualTo(first);
        assertThat(service.blobs.claims()).contains(service.claimOf(APP, digest));
    }

    @Test
    void shouldRefuseAnIndexThatIsHereWithoutItsChild() {
        String child = service.image(APP, "one");
        Digest digest = service.push(APP, child);
        String index =
                ManifestJsonText.index(List.of(new Descriptor(ManifestJsonText.OCI_MANIFEST, digest, child.length())));
        service.push(APP, index, "latest");
        service.deletions.deleteManifest(APP, digest, ANNA);

        assertThatThrownBy(() -> service.push(APP, index, "stable"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(digest.toString());
    }

    @Test
    void shouldLookAgainForWhatWasNotHere() {
        String manifest = ManifestJsonText.image(ManifestFixture.absentBlob("config"), List.of());
        service.sparse.add(APP);
        service.push(APP, manifest, "latest");
        service.sparse.remove(APP);

        assertThatThrownBy(() -> service.push(APP, manifest, "stable")).isInstanceOf(RegistryException.class);
    }

    @Test
    void shouldReleaseItsClaimWhenAnotherPushWasFaster() {
        String manifest = service.image(APP, "one");
        List<UUID> asked = new ArrayList<>();
        service.blobs.afterEachClaim(claim -> {
            asked.add(claim.id());
            if (asked.size() == 1) {
                service.push(APP, manifest, "latest");
            }
        });

        Digest digest = service.push(APP, manifest, "latest");

        assertThat(asked).hasSize(2);
        assertThat(service.claimOf(APP, digest)).isEqualTo(asked.get(1));
        assertThat(service.blobs.claims()).containsExactly(asked.get(1));
        assertThat(service.outcomes.decide(Set.of(asked.getFirst())))
                .containsEntry(asked.getFirst(), Outcome.SUPERSEDED);
        assertThat(service.events(APP).subList(4, 5)).containsExactly("image.pushed anna/app:latest");
        assertThat(service.events(APP)).hasSize(5);
    }

    @Test
    void shouldMoveATagWithItsHistory() {
        Digest one = service.push(APP, service.image(APP, "one"), "latest");
        service.clock.advance(Duration.ofHours(1));
        Digest two = service.push(BEN, APP, service.image(APP, "two"), "latest");

        List<Entry> history = service.tags.history(APP, LATEST, Long.MAX_VALUE, 10);
        assertThat(history).hasSize(2);
        assertThat(history.get(0).digest()).isEqualTo(two.toString());
        assertThat(history.get(0).previousDigest()).isEqualTo(one.toString());
        assertThat(history.get(0).actor()).isEqualTo(BEN.name());
        assertThat(history.get(0).to()).isNull();
        assertThat(history.get(1).digest()).isEqualTo(one.toString());
        assertThat(history.get(1).previousDigest()).isNull();
        assertThat(history.get(1).actor()).isEqualTo(ANNA.name());
        assertThat(history.get(1).to()).isEqualTo(history.get(0).from()).isEqualTo(service.clock.instant());
        assertThat(service.events(APP))
                .endsWith(
                        "manifest.stored anna/app@" + two, "tag.moved anna/app:latest", "image.pushed anna/app:latest");
    }

    @Test
    void shouldKeepAHistoryInOrderThoughAClockIsBehind() {
        service.push(APP, service.image(APP, "one"), "latest");
        service.clock.advance(Duration.ofMinutes(-1));
        service.push(APP, service.image(APP, "two"), "latest");

        List<Entry> history = service.tags.history(APP, LATEST, Long.MAX_VALUE, 10);
        assertThat(history.get(1).to()).isEqualTo(history.get(1).from());
        assertThat(history.get(0).from()).isEqualTo(history.get(1).to());
    }

    @Test
    void shouldStoreAnIndexWithItsChildren() {
        String child = service.image(APP, "one");
        Digest digest = service.push(APP, child);
        Descriptor descriptor = new Descriptor(ManifestJsonText.OCI_MANIFEST, digest, child.length());
        Digest index = service.push(APP, ManifestJsonText.index(List.of(descriptor, descriptor)), "latest");
        assertThat(await(service.manifests.find(APP, new Reference.Addressed(index))))
                .isPresent();
        assertThat(service.count("manifest_child")).isOne();
    }

    @Test
    void shouldTellOfAReferrer() {
        Descriptor subject = ManifestFixture.absentBlob("not here");
        String manifest = ManifestJsonText.referrer(service.blob(APP, "{}"), subject, "application/x.signature");
        Digest digest = service.push(APP, manifest);
        assertThat(service.events(APP)).endsWith("referrer.added anna/app@" + digest);
    }

    @Test
    void shouldTakeAnotherClaimWhenItsOwnWasDecidedMeanwhile() {
        List<UUID> asked = new ArrayList<>();
        service.blobs.afterEachClaim(claim -> {
            asked.add(claim.id());
            if (asked.size() == 1) {
                service.outcomes.decide(Set.of(claim.id()));
            }
        });
        Digest digest = service.push(APP, service.image(APP, "one"), "latest");
        assertThat(asked).hasSize(2);
        assertThat(service.claimOf(APP, digest)).isEqualTo(asked.get(1));
        assertThat(service.events(APP)).hasSize(4);
    }

    @Test
    void shouldLetOneOfManyEqualPushesStoreTheManifest() throws Exception {
        String manifest = service.image(APP, "one");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Digest>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> service.push(APP, manifest, "latest")));
            }
            for (Future<Digest> each : all) {
                each.get();
            }
        }
        List<String> events = service.events(APP);
        assertThat(events).hasSize(3 + 8);
        assertThat(events.subList(0, 3))
                .containsExactly(
                        "repository.created anna/app",
                        "manifest.stored anna/app@" + ManifestFixture.digest(manifest),
                        "tag.created anna/app:latest");
        assertThat(service.blobs.claims()).containsExactly(service.claimOf(APP, ManifestFixture.digest(manifest)));
    }
}
