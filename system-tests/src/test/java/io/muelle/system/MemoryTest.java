package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies stream through the process that holds everything, with the memory that the launcher gives it. */
class MemoryTest {
    private static final String REPOSITORY = "admin/memory";
    private static final int PUSHES = 8;
    private static final long BYTES = 1L << 30;
    private static final long HEAP_MEBIBYTES = 512;
    /** Classes, code, threads, buffers of the network: all that is not heap. */
    private static final long BESIDE_HEAP_MEBIBYTES = 320;

    private Registry registry;
    private Client client;

    @BeforeEach
    void start() {
        registry = Registry.fresh("memory");
        client = registry.administrator().within(Duration.ofMinutes(5));
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.closeAndDelete();
        }
    }

    @Test
    void shouldStreamLargeBlobsInBoundedMemory() throws Exception {
        long before = peakMebibytes();
        List<Digest> pushed = inParallel(IntStream.range(0, PUSHES)
                .<Callable<Digest>>mapToObj(number -> () -> push(new GeneratedContent(number, BYTES), number % 2 == 0))
                .toList());
        long after = peakMebibytes();
        System.out.printf(
                "%d pushes of %d MiB at once: the process had at most %d MiB before, and %d MiB after%n",
                PUSHES, BYTES >> 20, before, after);

        for (Digest digest : pushed) {
            Response head = client.send("HEAD", "/v2/" + REPOSITORY + "/blobs/" + digest);
            assertThat(head.expect(200).header("Content-Length")).isEqualTo(Long.toString(BYTES));
        }
        assertThat(client.digestOfBlob(REPOSITORY, pushed.getLast())).isEqualTo(pushed.getLast());
        assertThat(peakMebibytes()).isLessThan(HEAP_MEBIBYTES + BESIDE_HEAP_MEBIBYTES);
    }

    /** In one PUT of known length, or in a PATCH whose length nobody says and a PUT without body. */
    private Digest push(GeneratedContent content, boolean chunked) {
        ResumableUpload upload = ResumableUpload.open(client, REPOSITORY);
        BodyPublisher streamed = BodyPublishers.ofInputStream(content::open);
        Digest digest = content.digest();
        if (chunked) {
            upload.append(streamed).expect(202);
            upload.finish(digest, BodyPublishers.noBody()).expect(201);
        } else {
            upload.finish(digest, BodyPublishers.fromPublisher(streamed, BYTES)).expect(201);
        }
        return digest;
    }

    private static List<Digest> inParallel(List<Callable<Digest>> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Digest> done = new ArrayList<>();
            for (Future<Digest> one : threads.invokeAll(work)) {
                done.add(one.get());
            }
            return done;
        }
    }

    /** The most that was ever resident, as the kernel counts it. */
    private long peakMebibytes() throws IOException {
        Path status = Path.of("/proc", registry.status().get("pid").asText(), "status");
        String peak = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(peak.replaceAll("\\D", "")) >> 10;
    }
}
