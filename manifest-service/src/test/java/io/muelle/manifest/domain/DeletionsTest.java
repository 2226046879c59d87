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
import java.util.stream.IntStream;
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

    /** A transaction's events lie in memory, and others wait for what it locks. */
    @Test
    void shouldDeleteAManifestOfManyTagsSomeAtATime() {
        String manifest = service.image(APP, "one");
        for (int i = 0; i < 12; i++) {
            int hundred = 100 * i;
            service.push(
                    APP,
                    manifest,
                    IntStream.range(hundred, hundred + 100)
                            .mapToObj(number -> "tag-" + number)
                            .toArray(String[]::new));
        }
        Digest digest = ManifestFixture.digest(manifest);
        UUID claim = service.claimOf(APP, digest);

        assertThat(service.deletions.deleteManifest(APP, digest, ANNA)).isTrue();

        assertThat(isHere(APP, digest)).isFalse();
        assertThat(service.count("tag")).isZero();
        assertThat(service.count("tag_history WHERE until IS NULL")).isZero();
        assertThat(service.outcomes.decide(Set.of(claim))).containsEntry(claim, Outcome.ENDED);
        assertThat(service.events(APP))
                .endsWith("manifest.deleted anna/app@" + digest)
                .filteredOn(event -> event.startsWith("image.deleted"))
                .doesNotHaveDuplicates()
                .hasSize(1200);
        assertThat(service.count("(SELECT xmin FROM outbox WHERE type LIKE '%.deleted'"
                        + " GROUP BY xmin HAVING count(*) > 1001) AS large"))
                .isZero();
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

    /** History outlives tags and manifests, and nobody bounds it. */
    @Test
    void shouldForgetALongHistorySomeAtATime() {
        service.push(APP, service.image(APP, "one"), "latest");
        service.database.query("""
                INSERT INTO tag_history (repository_id, tag, digest, since, until, actor_kind, actor)
                SELECT repository_id, 'old', digest, since, since, actor_kind, actor
                FROM tag_history, generate_series(1, 12000)""");
        service.database.query("""
                CREATE FUNCTION bounded() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF (SELECT count(*) FROM gone) > 5000 THEN RAISE EXCEPTION 'too many at once'; END IF;
                    RETURN NULL;
                END $$""");
        service.database.query("CREATE TRIGGER bounded AFTER DELETE ON tag_history REFERENCING OLD TABLE AS gone"
                + " FOR EACH STATEMENT EXECUTE FUNCTION bounded()");

        assertThat(service.deletions.deleteRepository(APP, ANNA)).isTrue();

        assertThat(service.count("tag_history")).isZero();
        assertThat(service.repositories.find(APP)).isEmpty();
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
