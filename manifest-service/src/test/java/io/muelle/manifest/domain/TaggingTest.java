package io.muelle.manifest.domain;

import static io.muelle.manifest.ManifestFixture.ANNA;
import static io.muelle.manifest.ManifestFixture.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.manifest.ManifestFixture;
import io.muelle.manifest.domain.Tagging.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaggingTest {
    private static final RepositoryName APP = new RepositoryName("anna/app");
    private static final TagName LATEST = new TagName("latest");
    private static final Duration HOUR = Duration.ofHours(1);

    private ManifestFixture service;
    private Digest one;
    private Digest two;
    private Instant start;

    /** The tag points to one for an hour, to two for an hour, to nothing for an hour, and then to one again. */
    @BeforeEach
    void start() {
        service = new ManifestFixture();
        start = service.clock.instant();
        one = service.push(APP, service.image(APP, "one"), "latest");
        service.clock.advance(HOUR);
        two = service.push(APP, service.image(APP, "two"), "latest");
        service.clock.advance(HOUR);
        service.deletions.deleteTag(APP, LATEST, ANNA);
        service.clock.advance(HOUR);
        service.push(APP, service.image(APP, "one"), "latest");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void shouldMakeMoveAndLeaveATag() {
        TagName stable = new TagName("stable");
        assertThat(service.tagging.put(APP, stable, one, BEN)).isEqualTo(Result.MADE);
        assertThat(service.events(APP)).endsWith("tag.created anna/app:stable");
        assertThat(service.tagging.put(APP, stable, two, BEN)).isEqualTo(Result.MOVED);
        assertThat(service.events(APP)).endsWith("tag.moved anna/app:stable");
        int events = service.events(APP).size();
        assertThat(service.tagging.put(APP, stable, two, BEN)).isEqualTo(Result.UNCHANGED);
        assertThat(service.events(APP)).hasSize(events);
        assertThat(service.tags.find(APP, stable)).hasValueSatisfying(tag -> {
            assertThat(tag.digest()).isEqualTo(two.toString());
            assertThat(tag.pushedBy()).isEqualTo(BEN.name());
        });
    }

    @Test
    void shouldNotPointATagToWhatIsNotHere() {
        assertThat(service.tagging.put(APP, LATEST, ManifestFixture.digest("nothing"), ANNA))
                .isEqualTo(Result.MANIFEST_GONE);
        assertThat(service.tagging.put(new RepositoryName("anna/none"), LATEST, one, ANNA))
                .isEqualTo(Result.UNKNOWN);
        assertThat(pointsTo(one)).isTrue();
    }

    @Test
    void shouldGoBackToADigest() {
        assertThat(service.tagging.restore(APP, LATEST, two, BEN)).isEqualTo(Result.MOVED);
        assertThat(pointsTo(two)).isTrue();
        assertThat(service.events(APP)).endsWith("tag.restored anna/app:latest");
        assertThat(service.tags.history(APP, LATEST, Long.MAX_VALUE, 1))
                .singleElement()
                .satisfies(entry -> assertThat(entry.actor()).isEqualTo(BEN.name()));
    }

    @Test
    void shouldGoBackToATime() {
        assertThat(restore(HOUR.plusMinutes(59))).isEqualTo(Result.MOVED);
        assertThat(pointsTo(two)).isTrue();
        assertThat(restore(Duration.ofMinutes(59))).isEqualTo(Result.MOVED);
        assertThat(pointsTo(one)).isTrue();
    }

    @Test
    void shouldBringBackADeletedTag() {
        service.deletions.deleteTag(APP, LATEST, ANNA);
        assertThat(restore(HOUR)).isEqualTo(Result.MADE);
        assertThat(pointsTo(two)).isTrue();
    }

    @Test
    void shouldKnowNothingOfTimesWithoutTheTag() {
        assertThat(restore(Duration.ofHours(-1))).isEqualTo(Result.UNKNOWN);
        assertThat(restore(Duration.ofHours(2))).isEqualTo(Result.UNKNOWN);
        assertThat(pointsTo(one)).isTrue();
    }

    @Test
    void shouldOnlyGoBackToWhereTheTagPointed() {
        Digest three = service.push(APP, service.image(APP, "three"), "other");
        assertThat(service.tagging.restore(APP, LATEST, three, ANNA)).isEqualTo(Result.UNKNOWN);
        assertThat(pointsTo(one)).isTrue();
    }

    @Test
    void shouldNotGoBackToADeletedManifest() {
        service.deletions.deleteManifest(APP, two, ANNA);
        assertThat(service.tagging.restore(APP, LATEST, two, ANNA)).isEqualTo(Result.MANIFEST_GONE);
        assertThat(restore(HOUR)).isEqualTo(Result.MANIFEST_GONE);
        assertThat(pointsTo(one)).isTrue();
    }

    private Result restore(Duration afterStart) {
        return service.tagging.restore(
                APP, LATEST, OffsetDateTime.ofInstant(start.plus(afterStart), ZoneOffset.UTC), BEN);
    }

    private boolean pointsTo(Digest digest) {
        return service.tags.find(APP, LATEST).orElseThrow().digest().equals(digest.toString());
    }
}
