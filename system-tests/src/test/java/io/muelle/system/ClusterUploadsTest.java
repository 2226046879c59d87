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
    private static final List<Client> REPLICAS = new ArrayList<>();
    private static final List<Long> PIDS = new ArrayList<>();

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(Topology.chosen() == Topology.CLUSTER, "this is about a cluster");
        registry = Registry.fresh("cluster-uploads");
        Client bearer = registry.administrator().bearer("repository:" + REPOSITORY + ":pull,push");
        registry.status().get("replicas").forEach(replica -> {
            if (replica.get("service").textValue().equals("blob")) {
                PIDS.add(replica.get("pid").longValue());
                REPLICAS.add(bearer.at(URI.create("http://127.0.0.1:" + replica.get("port"))));
            }
        });
        assertThat(REPLICAS).hasSizeGreaterThanOrEqualTo(2);
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
        ResumableUpload upload = ResumableUpload.open(REPLICAS.get(0), REPOSITORY);
        for (int number = 0; number < 4; number++) {
            upload.at(REPLICAS.get(number % 2)).append(content, number * piece, (number + 1) * piece);
        }

        upload.at(REPLICAS.get(1))
                .finish(Image.digest(content), BodyPublishers.noBody())
                .expect(201);

        REPLICAS.forEach(replica -> shouldHave(replica, content));
    }

    @Test
    void shouldFindOutAtTheEndThatPiecesOfTwoReplicasAreNotTheContent() {
        byte[] content = Image.randomBytes(2 * PART);
        ResumableUpload upload = ResumableUpload.open(REPLICAS.get(0), REPOSITORY);
        upload.append(content, 0, PART);
        upload.at(REPLICAS.get(1)).append(content, PART, 2 * PART);

        Digest other = Image.digest(Image.randomBytes(10));
        upload.finish(other, BodyPublishers.noBody()).expectError(400, "DIGEST_INVALID");

        REPLICAS.get(0).getBlob(REPOSITORY, other).expect(404);
        REPLICAS.get(0).getBlob(REPOSITORY, Image.digest(content)).expect(404);
    }

    /** One of them is the writer; whoever is not hears where the upload is, or has had its bytes dropped. */
    @RepeatedTest(10)
    void shouldHaveOneWriterWhereTwoReplicasAreFedAtOnce() {
        byte[] one = Image.randomBytes(PART + 1000);
        byte[] other = Image.randomBytes(PART + 1000);
        ResumableUpload upload = ResumableUpload.open(REPLICAS.get(0), REPOSITORY);

        List<Response> answers = Stream.of(
                        CompletableFuture.supplyAsync(
                                () -> upload.append(0, one.length, BodyPublishers.ofByteArray(one))),
                        CompletableFuture.supplyAsync(() ->
                                upload.at(REPLICAS.get(1)).append(0, other.length, BodyPublishers.ofByteArray(other))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers.stream().map(Response::status).sorted().toList()).isEqualTo(List.of(202, 416));
        byte[] winner = answers.get(0).status() == 202 ? one : other;
        byte[] content = Arrays.copyOf(winner, winner.length + 10);
        upload.at(REPLICAS.get(1)).append(content, winner.length, content.length);
        upload.finish(Image.digest(content), BodyPublishers.noBody()).expect(201);
        shouldHave(REPLICAS.get(1), content);
    }

    /** Two closing requests at once: one publishes, or both say the same. */
    @RepeatedTest(10)
    void shouldPublishOnceWhereTwoReplicasEndAnUpload() {
        byte[] content = Image.randomBytes(PART + 1000);
        ResumableUpload upload = ResumableUpload.open(REPLICAS.get(0), REPOSITORY);
        upload.append(content, 0, content.length);

        List<Integer> answers = Stream.of(upload, upload.at(REPLICAS.get(1)))
                .map(each ->
                        CompletableFuture.supplyAsync(() -> each.finish(Image.digest(content), BodyPublishers.noBody())
                                .status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).contains(201).isSubsetOf(201, 404, 416);
        REPLICAS.forEach(replica -> shouldHave(replica, content));
    }

    /** Parts of what was not acknowledged are in S3 already; nobody takes them for what they are not. */
    @Test
    void shouldGoOnAtTheOtherReplicaWhereOneIsKilledInTheMiddleOfAPiece() {
        byte[] content = Image.randomBytes(8 * PART);
        ResumableUpload upload = ResumableUpload.open(REPLICAS.get(0), REPOSITORY);
        upload.append(content, 0, 2 * PART);
        GatedBody rest = new GatedBody(Arrays.copyOfRange(content, 2 * PART, content.length), 4 * PART);
        InFlight patch = InFlight.of(() -> upload.append(2 * PART, 6 * PART, rest.publisher()));
        ServiceDatabase blobs = ServiceDatabase.of(registry, "blob");
        Eventually.until(
                "more parts of it have numbers",
                () -> blobs.count(
                                "SELECT count(*) FROM upload_session WHERE id = ?"
                                        + " AND (notes::json ->> 'reserved')::int > 10",
                                upload.session())
                        == 1);

        Processes.kill(PIDS.get(0));
        rest.open();
        patch.shouldNeverBeAnswered();
        ResumableUpload other = upload.at(REPLICAS.get(1));
        assertThat(other.size()).isEqualTo(2 * PART);
        other.resume(content);

        shouldHave(REPLICAS.get(1), content);
        registry.start();
        shouldHave(REPLICAS.get(0), content);
    }

    private static void shouldHave(Client replica, byte[] content) {
        assertThat(replica.getBlob(REPOSITORY, Image.digest(content))
                        .expect(200)
                        .body())
                .isEqualTo(content);
    }
}
