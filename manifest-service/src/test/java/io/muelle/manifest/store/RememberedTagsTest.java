package io.muelle.manifest.store;

import static io.muelle.manifest.ManifestFixture.ANNA;
import static io.muelle.manifest.ManifestFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.contracts.path.Reference;
import io.muelle.manifest.ManifestFixture;
import io.muelle.platform.database.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RememberedTagsTest {
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
    void shouldSeeAMoveAndADeletionAtOnce() {
        Digest one = service.push(APP, service.image(APP, "one"), "latest");
        assertThat(latest()).isEqualTo(one.toString());
        Digest two = service.push(APP, service.image(APP, "two"), "latest");
        assertThat(latest()).isEqualTo(two.toString());
        service.deletions.deleteTag(APP, LATEST, ANNA);
        assertThat(latest()).isNull();
    }

    @Test
    void shouldNotAskTheDatabaseAgainBeforeAChange() {
        Digest one = service.push(APP, service.image(APP, "one"), "latest");
        Digest two = service.push(APP, service.image(APP, "two"));
        service.push(OTHER, service.image(OTHER, "three"), "latest");
        assertThat(latest()).isEqualTo(one.toString());
        // Somebody else, whom a registry that remembers must not have.
        service.database.query("UPDATE tag SET digest = $1 WHERE digest = $2", two.toString(), one.toString());
        assertThat(latest()).isEqualTo(one.toString());
        service.push(OTHER, service.image(OTHER, "four"), "latest");
        assertThat(latest()).isEqualTo(one.toString());
        service.push(APP, service.image(APP, "five"), "stable");
        assertThat(latest()).isEqualTo(two.toString());
    }

    @Test
    void shouldRememberNothingThatIsReadWhileAChangeIsUnderWay() {
        Digest one = service.push(APP, service.image(APP, "one"), "latest");
        Digest two = service.push(APP, service.image(APP, "two"));
        service.database.transaction(transaction -> {
            service.repositories.lock(transaction, APP);
            assertThat(latest()).isEqualTo(one.toString());
            return move(transaction, two);
        });
        assertThat(latest()).isEqualTo(two.toString());
    }

    @Test
    void shouldRememberAgainAfterAChangeThatWasRolledBack() {
        Digest one = service.push(APP, service.image(APP, "one"), "latest");
        assertThatThrownBy(() -> service.database.transaction(transaction -> {
                    service.repositories.lock(transaction, APP);
                    throw new IllegalStateException("In a test");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(latest()).isEqualTo(one.toString());
        service.database.query("UPDATE manifest SET media_type = 'other'");
        assertThat(latest()).isEqualTo(one.toString());
        assertThat(mediaType()).isNotEqualTo("other");
    }

    private static Transaction.Sent move(Transaction transaction, Digest digest) {
        return transaction.send("UPDATE tag SET digest = $1 WHERE name = 'latest'", digest.toString());
    }

    private String latest() {
        return await(service.manifests.find(APP, new Reference.Tagged(LATEST)))
                .map(ManifestReader.Found::digest)
                .orElse(null);
    }

    private String mediaType() {
        return await(service.manifests.find(APP, new Reference.Tagged(LATEST)))
                .orElseThrow()
                .mediaType();
    }
}
