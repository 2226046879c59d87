package io.muelle.manifest.store;

import static io.muelle.manifest.ManifestFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Descriptor;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.manifest.ManifestFixture;
import io.muelle.manifest.ManifestJsonText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page costs what it holds, and not what there is: of many rows, no statement looks at more than it answers. */
class PageCostTest {
    private static final RepositoryName APP = new RepositoryName("anna/app");
    private static final TagName LATEST = new TagName("latest");
    private static final int MANY = 5_000;
    private static final int PAGE = 10;

    private ManifestFixture service;
    private ExplainedDatabase database;
    private TagReader tags;

    @BeforeEach
    void start() {
        service = new ManifestFixture();
        database = new ExplainedDatabase(service.database);
        tags = new TagReader(database);
        service.push(APP, service.image(APP, "one"), "latest");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void shouldReadOnlyAPageOfTags() {
        service.database.query("""
                INSERT INTO tag (repository_id, name, digest, moved_at, moved_by)
                SELECT repository_id, 't' || lpad(number::text, 6, '0'), digest, moved_at, moved_by
                FROM tag, generate_series(1, $1) AS number""", MANY);

        assertThat(await(tags.names(APP, "", PAGE))).hasSize(PAGE);
        database.shouldHaveReadAtMost(PAGE);
        assertThat(await(tags.names(APP, "t004000", PAGE))).hasSize(PAGE);
        database.shouldHaveReadAtMost(PAGE);
        assertThat(tags.page(APP, "", PAGE)).hasSize(PAGE);
        database.shouldHaveReadAtMost(PAGE);
        assertThat(tags.find(APP, LATEST)).isPresent();
        database.shouldHaveReadAtMost(1);
    }

    @Test
    void shouldReadOnlyAPageOfAHistory() {
        service.database.query("""
                INSERT INTO tag_history (repository_id, tag, digest, since, until, actor_kind, actor)
                SELECT repository_id, tag, digest, since, since, actor_kind, actor
                FROM tag_history, generate_series(1, $1) AS number""", MANY);

        assertThat(tags.history(APP, LATEST, Long.MAX_VALUE, PAGE)).hasSize(PAGE);
        database.shouldHaveReadAtMost(PAGE);
    }

    @Test
    void shouldReadOnlyAPageOfReferrers() {
        Descriptor subject = ManifestFixture.absentBlob("subject");
        service.push(APP, ManifestJsonText.referrer(service.blob(APP, "{}"), subject, "application/x.signature"));
        service.database.query("""
                INSERT INTO manifest (repository_id, digest, media_type, artifact_type, size, total_size, bytes, subject,
                    annotations, claim, pushed_at, pushed_by)
                SELECT repository_id, 'sha256:' || lpad(number::text, 64, '0'), media_type, artifact_type, size,
                    total_size, bytes, subject, annotations, gen_random_uuid(), pushed_at, pushed_by
                FROM manifest, generate_series(1, $1) AS number WHERE subject IS NOT NULL""", MANY);
        ReferrerReader referrers = new ReferrerReader(database);

        assertThat(await(referrers.page(APP, subject.digest(), null, "", PAGE))).hasSize(PAGE);
        database.shouldHaveReadAtMost(PAGE);
        assertThat(await(referrers.page(APP, subject.digest(), "application/x.signature", "", PAGE)))
                .hasSize(PAGE);
        database.shouldHaveReadAtMost(PAGE);
    }

    @Test
    void shouldReadOnlyTheRepositoriesOfAPrefix() {
        service.database.query("""
                INSERT INTO repository (name, created_at)
                SELECT 'ben/r' || lpad(number::text, 6, '0'), now() FROM generate_series(1, $1) AS number""", MANY);
        Repositories repositories = new Repositories(database, new RepositoryVersions(false));

        assertThat(repositories.page("", "", PAGE)).hasSize(PAGE);
        database.shouldHaveReadAtMost(PAGE);
        assertThat(repositories.page("anna", "", PAGE)).hasSize(1);
        database.shouldHaveReadAtMost(1);
        assertThat(repositories.page("ben", "ben/r004990", PAGE)).hasSize(PAGE);
        database.shouldHaveReadAtMost(PAGE);
    }
}
