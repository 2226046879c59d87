package io.muelle.manifest.domain;

import static io.muelle.manifest.ManifestFixture.absentBlob;
import static io.muelle.manifest.ManifestFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.muelle.contracts.ask.Claims.Outcome;
import io.muelle.contracts.name.Descriptor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.path.Reference;
import io.muelle.manifest.ManifestFixture;
import io.muelle.manifest.ManifestJsonText;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused leaves nothing behind, and what a repository's policy lets pass. */
class RefusedPushTest {
    private static final RepositoryName APP = new RepositoryName("anna/app");
    private static final RepositoryName OTHER = new RepositoryName("anna/other");

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
    void shouldRefuseAManifestWhoseBlobIsMissing() {
        Descriptor layer = absentBlob("layer");
        String manifest = ManifestJsonText.image(service.blob(APP, "config"), List.of(layer));
        assertBlobUnknown(manifest, layer.digest());
        assertNothingWritten();
    }

    @Test
    void shouldNotLookForBlobsInAnotherRepository() {
        Descriptor config = service.blob(OTHER, "config");
        assertBlobUnknown(ManifestJsonText.image(config, List.of()), config.digest());
        assertNothingWritten();
    }

    @Test
    void shouldRefuseAnIndexWhoseChildIsMissing() {
        Descriptor child = new Descriptor(ManifestJsonText.OCI_MANIFEST, ManifestFixture.digest("child"), 5);
        assertBlobUnknown(ManifestJsonText.index(List.of(child)), child.digest());
        assertNothingWritten();
        // It stays for ever, so that who repeats the push would fill the table.
        assertThat(service.count("claim_outcome")).isZero();
    }

    @Test
    void shouldRefuseAnIndexWhoseBlobIsMissing() {
        Descriptor layer = absentBlob("layer");
        assertBlobUnknown(ManifestJsonText.index(List.of(service.blob(APP, "config"), layer)), layer.digest());
        assertNothingWritten();
    }

    /** What BuildKit's registry cache was for long. */
    @Test
    void shouldHoldTheBlobsOfAnIndex() {
        List<Set<Digest>> asked = new ArrayList<>();
        service.blobs.afterEachClaim(claim -> asked.add(claim.digests()));
        Descriptor config = service.blob(APP, "config");
        Descriptor layer = service.blob(APP, "layer");

        Digest digest = service.push(APP, ManifestJsonText.index(List.of(config, layer)), "cache");

        assertThat(asked).containsExactly(Set.of(config.digest(), layer.digest()));
        assertThat(service.blobs.claims()).containsExactly(service.claimOf(APP, digest));
    }

    @Test
    void shouldRefuseASizeThatIsNotTheBlobs() {
        Descriptor blob = service.blob(APP, "config");
        Descriptor wrong = new Descriptor(blob.mediaType(), blob.digest(), blob.size() + 1);
        List<UUID> asked = new ArrayList<>();
        service.blobs.afterEachClaim(claim -> asked.add(claim.id()));

        assertThatThrownBy(() -> service.push(APP, ManifestJsonText.image(wrong, List.of()), "latest"))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageContaining("has 6 bytes");

        assertThat(service.blobs.claims()).isEmpty();
        assertThat(service.outcomes.decide(Set.copyOf(asked)))
                .containsEntry(asked.getFirst(), Outcome.ABORTED)
                .hasSize(1);
        assertThat(service.count("manifest")).isZero();
    }

    @Test
    void shouldRefuseOneBlobWithTwoSizes() {
        Descriptor blob = service.blob(APP, "config");
        Descriptor other = new Descriptor(blob.mediaType(), blob.digest(), 1);
        assertThatThrownBy(() -> service.push(APP, ManifestJsonText.image(blob, List.of(other))))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageContaining("two sizes");
        assertNothingWritten();
    }

    @Test
    void shouldStoreAManifestWithoutItsBlobsWhereThatIsAllowed() {
        service.sparse.add(APP);
        Digest digest = service.push(APP, ManifestJsonText.image(absentBlob("config"), List.of()), "latest");
        assertThat(await(service.manifests.find(APP, new Reference.Addressed(digest))))
                .isPresent();
        assertThat(service.blobs.claims()).containsExactly(service.claimOf(APP, digest));
    }

    @Test
    void shouldStoreAnIndexWithoutItsChildrenWhereThatIsAllowed() {
        service.sparse.add(APP);
        Descriptor child = new Descriptor(ManifestJsonText.OCI_MANIFEST, ManifestFixture.digest("child"), 5);
        Digest digest = service.push(APP, ManifestJsonText.index(List.of(child)), "latest");
        assertThat(await(service.manifests.find(APP, new Reference.Addressed(digest))))
                .isPresent();
    }

    @Test
    void shouldAskToPushAgainWhenEveryClaimIsDecidedMeanwhile() {
        service.blobs.afterEachClaim(claim -> service.outcomes.decide(Set.of(claim.id())));
        RegistryException refusal = catchThrowableOfType(
                RegistryException.class, () -> service.push(APP, service.image(APP, "one"), "latest"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(refusal.headers()).containsKey("Retry-After");
        assertThat(service.count("manifest")).isZero();
        assertThat(service.count("outbox")).isZero();
    }

    private void assertBlobUnknown(String manifest, Digest missing) {
        RegistryException refusal =
                catchThrowableOfType(RegistryException.class, () -> service.push(APP, manifest, "latest"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.MANIFEST_BLOB_UNKNOWN);
        assertThat(refusal).hasMessageContaining(missing.toString());
    }

    private void assertNothingWritten() {
        assertThat(service.blobs.claims()).isEmpty();
        assertThat(service.count("repository")).isZero();
        assertThat(service.count("manifest")).isZero();
        assertThat(service.count("tag_history")).isZero();
        assertThat(service.count("outbox")).isZero();
    }
}
