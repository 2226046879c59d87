package io.muelle.system;

import static io.muelle.system.Documents.EMPTY;
import static io.muelle.system.Documents.EMPTY_TYPE;
import static io.muelle.system.Documents.OCI_INDEX;
import static io.muelle.system.Documents.OCI_MANIFEST;
import static io.muelle.system.Documents.artifact;
import static io.muelle.system.Documents.descriptor;
import static io.muelle.system.Documents.index;
import static io.muelle.system.Documents.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Attacks by what is pushed and by how much is asked for. */
final class HostileContent {
    private static final int REFERRERS = 1_100;
    private static final long MOST_SENT = 64L << 20;

    private HostileContent() {}

    static void hugePages(Registry registry) {
        Repository repository = Repository.fresh(registry);
        repository.pushImage("latest");

        for (String list : List.of("/v2/_catalog", repository.path("tags/list"))) {
            for (String n : List.of("1000000000", "2147483647", "2147483648", "9223372036854775807")) {
                assertThat(repository.client().get(list + "?n=" + n).status()).isIn(200, 400);
            }
            for (String n : List.of("-1", "abc", "1e9", "0x7fffffff", "99999999999999999999999")) {
                repository.client().get(list + "?n=" + n).expectError(400, "PAGINATION_NUMBER_INVALID");
            }
        }
    }

    static void endlessManifest(Registry registry) {
        Repository repository = Repository.fresh(registry);
        repository.put("large", OCI_MANIFEST, new byte[5 << 20]).expectError(413, "MANIFEST_INVALID");

        String credentials =
                Base64.getEncoder().encodeToString(("admin:" + registry.password()).getBytes(StandardCharsets.UTF_8));
        try (RawConnection connection = new RawConnection(registry.address())) {
            connection.send("PUT " + repository.path("manifests/endless") + " HTTP/1.1\r\nHost: " + registry.authority()
                    + "\r\nAuthorization: Basic " + credentials + "\r\nContent-Type: " + OCI_MANIFEST
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (long sent = 0; !connection.answered() && connection.send(chunk); sent += chunk.length) {
                assertThat(sent).isLessThan(MOST_SENT);
            }
            assertThat(connection.answer().orElseThrow().status()).isEqualTo(413);
        }
        repository.get("tags/list").expectError(404, "NAME_UNKNOWN");
    }

    static void deletedBlobReturns(Registry registry) {
        byte[] content = Image.randomBytes(5000);
        Repository one = Repository.fresh(registry);
        Repository other = Repository.fresh(registry);
        Digest digest = one.pushBlob(content);
        other.pushBlob(content);
        one.get("blobs/" + digest).expect(200);
        one.delete("blobs/" + digest).expect(202);

        other.get("blobs/" + digest).expect(200);
        other.head("blobs/" + digest).expect(200);

        one.get("blobs/" + digest).expectError(404, "BLOB_UNKNOWN");
        one.head("blobs/" + digest).expect(404);
        byte[] holder = manifest(OCI_MANIFEST, descriptor(EMPTY_TYPE, content), List.of());
        one.put("latest", OCI_MANIFEST, holder).expectError(404, "MANIFEST_BLOB_UNKNOWN");
    }

    static void imageThatIsAnIndex(Registry registry) {
        Repository repository = Repository.fresh(registry);
        repository.pushBlob(EMPTY);
        byte[] child = artifact();
        repository.put(Image.digest(child), OCI_MANIFEST, child).expect(201);
        String empty = descriptor(EMPTY_TYPE, EMPTY);
        String manifests = "\"manifests\":[" + descriptor(OCI_MANIFEST, child) + ']';
        byte[] imageWithManifests = manifest(OCI_MANIFEST, empty, List.of(empty), manifests);
        byte[] indexWithLayers =
                index(OCI_INDEX, List.of(descriptor(OCI_MANIFEST, child)), "\"layers\":[" + empty + ']');
        byte[] indexWithConfig = index(OCI_INDEX, List.of(), "\"config\":" + empty);
        byte[] twoTypes = artifact("\"mediaType\":\"" + OCI_INDEX + '"');

        for (byte[] both : List.of(imageWithManifests, indexWithLayers, indexWithConfig, twoTypes)) {
            for (String type : List.of(OCI_MANIFEST, OCI_INDEX)) {
                repository.put("latest", type, both).expectError(400, "MANIFEST_INVALID");
            }
        }
        repository.put("latest", OCI_INDEX, child).expectError(400, "MANIFEST_INVALID");
        repository.put("latest", OCI_MANIFEST, index(OCI_INDEX, List.of())).expectError(400, "MANIFEST_INVALID");
        repository.getManifest("latest").expect(404);
    }

    static void manyReferrers(Registry registry) throws Exception {
        Repository repository = Repository.fresh(registry);
        byte[] subject = index(OCI_INDEX, List.of());
        Digest digest = Image.digest(subject);
        repository.put("latest", OCI_INDEX, subject).expect(201);
        pushReferrers(repository, subject);

        List<Response> pages = Link.pages(repository.client(), repository.path("referrers/" + digest));

        Set<String> seen = new HashSet<>();
        for (Response page : pages) {
            assertThat(page.body().length).isLessThan(4 << 20);
            List<String> digests = page.json().get("manifests").findValuesAsText("digest");
            assertThat(seen).doesNotContainAnyElementsOf(digests);
            seen.addAll(digests);
        }
        assertThat(seen).hasSize(REFERRERS);
        assertThat(pages).hasSizeGreaterThan(1);
    }

    private static void pushReferrers(Repository repository, byte[] subject) throws Exception {
        String toSubject = "\"subject\":" + descriptor(OCI_INDEX, subject);
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Future<Response>> pushes = IntStream.range(0, REFERRERS)
                    .mapToObj(number ->
                            index(OCI_INDEX, List.of(), toSubject, "\"annotations\":{\"number\":\"" + number + "\"}"))
                    .map(referrer -> executor.submit(() -> repository
                            .put(Image.digest(referrer), OCI_INDEX, referrer)
                            .expect(201)))
                    .toList();
            for (Future<Response> push : pushes) {
                push.get();
            }
        }
    }
}
