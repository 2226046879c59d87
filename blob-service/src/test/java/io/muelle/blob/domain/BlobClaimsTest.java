package io.muelle.blob.domain;

import static io.muelle.blob.domain.BlobFixture.ANNA;
import static io.muelle.blob.domain.BlobFixture.digest;
import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.contracts.ask.ClaimBlobs.Answer;
import io.muelle.contracts.ask.ClaimBlobs.Claim;
import io.muelle.contracts.ask.ClaimBlobs.Granted;
import io.muelle.contracts.ask.ClaimBlobs.Missing;
import io.muelle.contracts.ask.Claims;
import io.muelle.contracts.ask.Claims.Outcome;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobClaimsTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("anna/app");

    private static BlobFixture blobs;

    private final UUID claim = UUID.randomUUID();
    private final FixedClaims manifests = new FixedClaims();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        blobs = new BlobFixture(folder);
    }

    @AfterAll
    static void stop() {
        blobs.close();
    }

    @Test
    void shouldReferenceEveryBlobAndTellItsSize() {
        Digest one = blobs.upload(REPOSITORY, random(10));
        Digest other = blobs.upload(REPOSITORY, random(200));
        assertThat(claim(Set.of(one, other), false)).isEqualTo(new Granted(Map.of(one, 10L, other, 200L)));
        assertThat(held()).containsExactlyInAnyOrder(one.toString(), other.toString());
    }

    @Test
    void shouldReferenceNothingIfOneIsMissing() {
        Digest here = blobs.upload(REPOSITORY, random(10));
        Digest elsewhere = blobs.upload(new RepositoryName("anna/other"), random(10));
        assertThat(claim(Set.of(here, elsewhere), false)).isEqualTo(new Missing(elsewhere));
        assertThat(held()).isEmpty();
    }

    @Test
    void shouldReferenceWhatMayBeMissing() {
        Digest here = blobs.upload(REPOSITORY, random(10));
        Digest missing = digest(random(10));
        assertThat(claim(Set.of(here, missing), true)).isEqualTo(new Granted(Map.of(here, 10L)));
        assertThat(held()).hasSize(2);
    }

    @Test
    void shouldLetConfirmationsAndEndsBeRepeated() {
        Digest digest = blobs.upload(REPOSITORY, random(10));
        claim(Set.of(digest), false);
        blobs.claims.confirm(claim);
        blobs.claims.confirm(claim);
        assertThat(held()).hasSize(1);
        blobs.claims.end(claim);
        blobs.claims.end(claim);
        assertThat(held()).isEmpty();
        blobs.claims.confirm(claim);
        assertThat(held()).isEmpty();
    }

    @Test
    void shouldConfirmTogetherWhatWasHeardOfTogether() throws Exception {
        Digest digest = blobs.upload(REPOSITORY, random(10));
        List<UUID> claimed = Stream.generate(UUID::randomUUID).limit(50).toList();
        claimed.forEach(each -> blobs.claims.claim(new Claim(each, REPOSITORY, Set.of(digest), false)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            claimed.forEach(each -> threads.execute(() -> blobs.claims.confirm(each)));
        }
        List<Object> transactions =
                blobs.column("SELECT xmin::text FROM reference WHERE claim = ANY($1) AND confirmed", (Object)
                        claimed.toArray(UUID[]::new));
        assertThat(transactions).hasSize(50);
        assertThat(Set.copyOf(transactions)).hasSizeLessThan(25);
    }

    @Test
    void shouldDecideOnlyClaimsThatWereNotHeardOf() {
        Digest digest = blobs.upload(REPOSITORY, random(10));
        claim(Set.of(digest), false);
        decide();
        assertThat(manifests.asked).doesNotContain(claim);
        blobs.clock.advance(BlobFixture.DECIDE_AFTER);
        manifests.outcome = Outcome.ABORTED;
        decide();
        assertThat(manifests.asked).contains(claim);
        assertThat(held()).isEmpty();
    }

    @Test
    void shouldKeepWhatWasCommittedAndAskAgainInDays() {
        Digest digest = blobs.upload(REPOSITORY, random(10));
        claim(Set.of(digest), false);
        blobs.clock.advance(BlobFixture.DECIDE_AFTER);
        manifests.outcome = Outcome.COMMITTED;
        decide();
        assertThat(held()).hasSize(1);
        manifests.asked.clear();
        decide();
        assertThat(manifests.asked).doesNotContain(claim);
        blobs.clock.advance(Duration.ofDays(3));
        manifests.outcome = Outcome.ENDED;
        decide();
        assertThat(held()).isEmpty();
    }

    @Test
    void shouldRefuseToDeleteWhatAManifestHolds() {
        Digest digest = blobs.upload(REPOSITORY, random(10));
        claim(Set.of(digest), false);
        manifests.alive = true;
        assertThatThrownBy(() -> delete(digest)).isInstanceOfSatisfying(RegistryException.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(refused.status()).isEqualTo(405);
        });
        assertThat(blobs.holds(REPOSITORY, digest)).isTrue();
    }

    @Test
    void shouldDeleteWhatOnlyDeadClaimsHold() {
        Digest digest = blobs.upload(REPOSITORY, random(10));
        Digest other = blobs.upload(REPOSITORY, random(10));
        claim(Set.of(digest, other), false);
        manifests.alive = false;
        delete(digest);
        assertThat(blobs.holds(REPOSITORY, digest)).isFalse();
        assertThat(held()).containsExactly(other.toString());
        assertThat(blobs.column(
                        "SELECT 1 FROM content_check JOIN content ON content.id = content_id WHERE digest = $1",
                        digest.toString()))
                .hasSize(1);
        assertThatThrownBy(() -> delete(digest))
                .isInstanceOfSatisfying(RegistryException.class, refused -> assertThat(refused.code())
                        .isEqualTo(ErrorCode.BLOB_UNKNOWN));
    }

    @Test
    void shouldDeleteFromOneRepositoryOnly() {
        byte[] bytes = random(10);
        RepositoryName other = new RepositoryName("anna/other");
        Digest digest = blobs.upload(REPOSITORY, bytes);
        blobs.upload(other, bytes);
        delete(digest);
        assertThat(blobs.holds(REPOSITORY, digest)).isFalse();
        assertThat(blobs.holds(other, digest)).isTrue();
    }

    @Test
    void shouldAskAboutAClaimThatComesWhileOthersAreAskedAbout() {
        Digest digest = blobs.upload(REPOSITORY, random(10));
        claim(Set.of(digest), false);
        UUID late = UUID.randomUUID();
        manifests.whenAsked = () -> blobs.claims.claim(new Claim(late, REPOSITORY, Set.of(digest), false));
        manifests.aliveOnes.add(late);
        assertThatThrownBy(() -> delete(digest)).isInstanceOf(RegistryException.class);
        assertThat(blobs.holds(REPOSITORY, digest)).isTrue();
        assertThat(blobs.references.claimsOf(REPOSITORY, digest, Claims.LIMIT)).containsExactly(late);
    }

    private Answer claim(Set<Digest> digests, boolean mayBeMissing) {
        return blobs.claims.claim(new Claim(claim, REPOSITORY, digests, mayBeMissing));
    }

    private Set<Object> held() {
        return new HashSet<>(blobs.column("SELECT digest FROM reference WHERE claim = $1", claim));
    }

    private void decide() {
        while (blobs.claims.decide(manifests)) {
            // Until none is due.
        }
    }

    private void delete(Digest digest) {
        blobs.deletion(manifests).delete(REPOSITORY, digest, ANNA);
    }
}
