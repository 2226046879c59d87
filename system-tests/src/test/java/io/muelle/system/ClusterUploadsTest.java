package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that two blob-services have a hand in, without the edge between them and the client. */
class ClusterUploadsTest {
    private static final String REPOSITORY = "admin/uploads";
    private static final int PART = 5 << 20;

    private static Registry registry;
    private static List<Client> replicas;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(Topology.chosen() == Topology.CLUSTER, "this is about a cluster");
        registry = Registry.fresh("cluster-uploads");
        Client bearer = registry.administrator().bearer("repository:" + REPOSITORY + ":pull,push");
        replicas = new ArrayList<>();
        registry.status().get("replicas").forEach(replica -> {
            if (replica.get("service").textValue().equals("blob")) {
                replicas.add(bearer.at(URI.create("http://127.0.0.1:" + replica.get("port"))));
            }
        });
        assertThat(replicas).hasSizeGreaterThanOrEqualTo(2);
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    /** Pieces of each size there is for S3: whole parts, less than a part, so little that it lies in the row. */
    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, 1 << 20, PART, 2 * PART + 12_345})
    void shouldGoOnAtAnotherReplicaAfterEachPiece(int piece) {
        byte[] content = Image.randomBytes(4 * piece);
        ResumableUpload upload = ResumableUpload.open(replicas.get(0), REPOSITORY);
        for (int number = 0; number < 4; number++) {
            upload.at(replicas.get(number % 2)).append(content, number * piece, (number + 1) * piece);
        }

        upload.at(replicas.get(1))
                .finish(Image.digest(content), BodyPublishers.noBody())
                .expect(201);

        replicas.forEach(replica -> shouldHave(replica, content));
    }

    @Test
    void shouldFindOutAtTheEndThatPiecesOfTwoReplicasAreNotTheContent() {
        byte[] content = Image.randomBytes(2 * PART);
        ResumableUpload upload = ResumableUpload.open(replicas.get(0), REPOSITORY);
        upload.append(content, 0, PART);
        upload.at(replicas.get(1)).append(content, PART, 2 * PART);

        Digest other = Image.digest(Image.randomBytes(10));
        upload.finish(other, BodyPublishers.noBody()).expectError(400, "DIGEST_INVALID");

        replicas.get(0).getBlob(REPOSITORY, other).expect(404);
        replicas.get(0).getBlob(REPOSITORY, Image.digest(content)).expect(404);
    }

    /** One of them is the writer; whoever is not hears where the upload is, or has had its bytes dropped. */
    @RepeatedTest(10)
    void shouldHaveOneWriterWhereTwoReplicasAreFedAtOnce() {
        byte[] one = Image.randomBytes(PART + 1000);
        byte[] other = Image.randomBytes(PART + 1000);
        ResumableUpload upload = ResumableUpload.open(replicas.get(0), REPOSITORY);

        List<Response> answers = Stream.of(
                        CompletableFuture.supplyAsync(
                                () -> upload.append(0, one.length, BodyPublishers.ofByteArray(one))),
                        CompletableFuture.supplyAsync(() ->
                                upload.at(replicas.get(1)).append(0, other.length, BodyPublishers.ofByteArray(other))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers.stream().map(Response::status).sorted().toList()).isEqualTo(List.of(202, 416));
        byte[] winner = answers.get(0).status() == 202 ? one : other;
        byte[] content = Arrays.copyOf(winner, winner.length + 10);
        upload.at(replicas.get(1)).append(content, winner.length, content.length);
        upload.finish(Image.digest(content), BodyPublishers.noBody()).expect(201);
        shouldHave(replicas.get(1), content);
    }

    /** Two closing requests at once: one publishes, or both say the same. */
    @RepeatedTest(10)
    void shouldPublishOnceWhereTwoReplicasEndAnUpload() {
        byte[] content = Image.randomBytes(PART + 1000);
        ResumableUpload upload = ResumableUpload.open(replicas.get(0), REPOSITORY);
        upload.append(content, 0, content.length);

        List<Integer> answers = Stream.of(upload, upload.at(replicas.get(1)))
                .map(each ->
                        CompletableFuture.supplyAsync(() -> each.finish(Image.digest(content), BodyPublishers.noBody())
                                .status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).contains(201).isSubsetOf(201, 404, 416);
        replicas.forEach(replica -> shouldHave(replica, content));
    }

    private static void shouldHave(Client replica, byte[] content) {
        assertThat(replica.getBlob(REPOSITORY, Image.digest(content))
                        .expect(200)
                        .body())
                .isEqualTo(content);
    }
}
