package io.muelle.manifest.domain;

import static io.muelle.manifest.ManifestFixture.ANNA;
import static io.muelle.manifest.ManifestFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.ask.Claims.Outcome;
import io.muelle.contracts.name.Descriptor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.contracts.path.Reference;
import io.muelle.manifest.ManifestFixture;
import io.muelle.manifest.ManifestJsonText;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeletionsTest {
    private static final RepositoryName APP = new RepositoryName("anna/app");
    private static final RepositoryName OTHER = new RepositoryName("anna/other");
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
    void shouldDeleteATagAndLeaveItsManifest() {
        Digest digest = service.push(APP, service.image(APP, "one"), "latest", "stable");
        assertThat(service.deletions.deleteTag(APP, LATEST, ANNA)).isTrue();

        assertThat(isTagged("latest")).isFalse();
        assertThat(isTagged("stable")).isTrue();
        assertThat(isHere(APP, digest)).isTrue();
        assertThat(service.events(APP)).endsWith("tag.deleted anna/app:latest");
        assertThat(service.tags.history(APP, LATEST, Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.to()).isEqualTo(service.clock.instant()));
        assertThat(service.deletions.deleteTag(APP, LATEST, ANNA)).isFalse();
    }

    @Test
    void shouldDeleteAManifestWithItsTagsAndEndItsClaim() {
        Digest digest = service.push(APP, service.image(APP, "one"), "latest", "stable");
        UUID claim = service.claimOf(APP, digest);
        assertThat(service.outcomes.alive(Set.of(claim))).containsExactly(claim);

        assertThat(service.deletions.deleteManifest(APP, digest, ANNA)).isTrue();

        assertThat(isHere(APP, digest)).isFalse();
        assertThat(isTagged("latest")).isFalse();
        assertThat(isTagged("stable")).isFalse();
        assertThat(service.outcomes.alive(Set.of(claim))).isEmpty();
        assertThat(service.outcomes.decide(Set.of(claim))).containsEntry(claim, Outcome.ENDED);
        assertThat(service.events(APP))
                .endsWith(
                        "tag.deleted anna/app:latest",
                        "image.deleted anna/app:latest",
                        "tag.deleted anna/app:stable",
                        "image.deleted anna/app:stable",
                        "manifest.deleted anna/app@" + digest);
        assertThat(service.deletions.deleteManifest(APP, digest, ANNA)).isFalse();
    }

    @Test
    void shouldDeleteAChildThoughAnIndexNamesIt() {
        String child = service.image(APP, "one");
        Digest digest = service.push(APP, child);
        Descriptor descriptor = new Descriptor(ManifestJsonText.OCI_MANIFEST, digest, child.length());
        Digest index = service.push(APP, ManifestJsonText.index(List.of(descriptor)), "latest");
        assertThat(service.deletions.deleteManifest(APP, digest, ANNA)).isTrue();
        assertThat(isHere(APP, digest)).isFalse();
        assertThat(isHere(APP, index)).isTrue();
    }

    @Test
    void shouldHideADeletedManifestThoughAnotherRepositoryStillServesIt() {
        String manifest = service.image(APP, "one");
        service.image(OTHER, "one");
        Digest digest = service.push(APP, manifest, "latest");
        service.push(OTHER, manifest, "latest");
        service.deletions.deleteManifest(APP, digest, ANNA);

        var found = await(service.manifests.find(OTHER, new Reference.Addressed(digest)));
        assertThat(await(service.manifests.bytes(OTHER, found.orElseThrow()))).isPresent();
        assertThat(isHere(APP, digest)).isFalse();
    }

    @Test
    void shouldGiveARepushedManifestAClaimOfItsOwn() {
        String manifest = service.image(APP, "one");
        Digest digest = service.push(APP, manifest);
        UUID first = service.claimOf(APP, digest);
        service.deletions.deleteManifest(APP, digest, ANNA);
        service.push(APP, manifest);
        UUID second = service.claimOf(APP, digest);
        assertThat(second).isNotEqualTo(first);
        assertThat(service.outcomes.alive(Set.of(first, second))).containsExactly(second);
    }

    @Test
    void shouldDeleteARepositoryHoweverMuchItHolds() {
        for (int i = 0; i < 120; i++) {
            service.push(APP, service.image(APP, "image " + i), "tag-" + i);
        }
        Digest kept = service.push(OTHER, service.image(OTHER, "one"), "latest");

        assertThat(service.deletions.deleteRepository(APP, ANNA)).isTrue();

        assertThat(service.repositories.find(APP)).isEmpty();
        assertThat(service.count("manifest")).isOne();
        assertThat(service.count("tag")).isOne();
        assertThat(service.count("tag_history")).isOne();
        assertThat(isHere(OTHER, kept)).isTrue();
        assertThat(service.events(APP))
                .endsWith("repository.deleted anna/app")
                .filteredOn(event -> event.startsWith("manifest.deleted"))
                .hasSize(120);
        assertThat(service.deletions.deleteRepository(APP, ANNA)).isFalse();
    }

    @Test
    void shouldStartAnewInARepositoryThatIsMadeAgain() {
        service.push(APP, service.image(APP, "one"), "latest");
        service.deletions.deleteRepository(APP, ANNA);
        int before = service.events(APP).size();
        service.push(APP, service.image(APP, "two"), "latest");
        assertThat(service.tags.history(APP, LATEST, Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(service.events(APP).subList(before, before + 1)).containsExactly("repository.created anna/app");
    }

    @Test
    void shouldForgetTheSettingsOfADeletedRepository() {
        service.creation.make(APP, ANNA);
        service.database.query("INSERT INTO repository_settings VALUES ($1, 'mine', true, 0)", APP.value());
        service.deletions.deleteRepository(APP, ANNA);
        assertThat(service.count("repository_settings")).isZero();
    }

    private boolean isTagged(String tag) {
        return await(service.manifests.find(APP, new Reference.Tagged(new TagName(tag))))
                .isPresent();
    }

    private boolean isHere(RepositoryName repository, Digest digest) {
        return await(service.manifests.find(repository, new Reference.Addressed(digest)))
                .isPresent();
    }
}
