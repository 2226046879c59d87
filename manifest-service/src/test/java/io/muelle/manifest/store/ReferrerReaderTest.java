package io.muelle.manifest.store;

import static io.muelle.manifest.ManifestFixture.ANNA;
import static io.muelle.manifest.ManifestFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Descriptor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.ManifestFixture;
import io.muelle.manifest.ManifestJsonText;
import io.muelle.manifest.store.ReferrerReader.Referrer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferrerReaderTest {
    private static final RepositoryName APP = new RepositoryName("anna/app");
    private static final String SIGNATURE = "application/x.signature";
    private static final String SBOM = "application/x.sbom";
    private static final Descriptor SUBJECT = ManifestFixture.absentBlob("subject");

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
    void shouldPageThroughAllInOrderOfTheirDigests() {
        List<String> pushed = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            pushed.add(refer("referrer " + i, i % 2 == 0 ? SIGNATURE : SBOM).toString());
        }
        pushed.sort(null);
        assertThat(digestsOfAllPages(null)).isEqualTo(pushed);
    }

    @Test
    void shouldPageThroughThoseOfOneType() {
        List<String> pushed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pushed.add(refer("signature " + i, SIGNATURE).toString());
            refer("sbom " + i, SBOM);
        }
        pushed.sort(null);
        assertThat(digestsOfAllPages(SIGNATURE)).isEqualTo(pushed);
    }

    @Test
    void shouldDescribeAReferrer() {
        Digest digest = refer("one", SIGNATURE);
        assertThat(page(null, "", 10)).singleElement().satisfies(referrer -> {
            assertThat(referrer.digest()).isEqualTo(digest.toString());
            assertThat(referrer.mediaType()).isEqualTo(ManifestJsonText.OCI_MANIFEST);
            assertThat(referrer.artifactType()).isEqualTo(SIGNATURE);
            assertThat(referrer.annotations()).isNull();
        });
    }

    @Test
    void shouldForgetADeletedReferrerAtOnce() {
        Digest digest = refer("one", SIGNATURE);
        service.deletions.deleteManifest(APP, digest, ANNA);
        assertThat(page(null, "", 10)).isEmpty();
        assertThat(page(SIGNATURE, "", 10)).isEmpty();
    }

    @Test
    void shouldEndAPageBeforeItGrowsTooLarge() {
        String megabyte = "x".repeat(1024 * 1024);
        for (int i = 0; i < 4; i++) {
            Descriptor config = service.blob(APP, "config " + i);
            service.push(
                    APP,
                    ManifestJsonText.referrer(config, SUBJECT, SIGNATURE)
                            .replace("\"layers\"", "\"annotations\":{\"a\":\"" + megabyte + "\"},\"layers\""));
        }
        assertThat(page(null, "", 10)).hasSize(2);
        assertThat(digestsOfAllPages(SIGNATURE)).hasSize(4);
    }

    @Test
    void shouldReadThoseOfOneTypeFromAnIndexOfTheirOwn() {
        refer("one", SIGNATURE);
        String plan = service.database.transaction(transaction -> {
            transaction.execute("SET LOCAL enable_seqscan = off");
            return StreamSupport.stream(transaction.execute("""
                            EXPLAIN SELECT digest FROM manifest WHERE repository_id = 1 AND subject = 'a'
                                AND artifact_type = 'b' AND digest > 'c' ORDER BY digest LIMIT 1000""").spliterator(), false)
                    .map(row -> row.getString(0))
                    .collect(Collectors.joining("\n"));
        });
        assertThat(plan).contains("manifest_subject_type").doesNotContain("Sort");
    }

    private Digest refer(String content, String type) {
        return service.push(APP, ManifestJsonText.referrer(service.blob(APP, content), SUBJECT, type));
    }

    private List<String> digestsOfAllPages(String type) {
        List<String> digests = new ArrayList<>();
        while (true) {
            List<Referrer> page = page(type, digests.isEmpty() ? "" : digests.getLast(), 2);
            if (page.isEmpty()) {
                return digests;
            }
            page.forEach(referrer -> digests.add(referrer.digest()));
        }
    }

    private List<Referrer> page(String type, String after, int limit) {
        return await(service.referrers.page(APP, SUBJECT.digest(), type, after, limit));
    }
}
