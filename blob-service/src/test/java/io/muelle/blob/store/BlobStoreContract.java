package io.muelle.blob.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.blob.store.BlobStore.Finished;
import io.muelle.blob.store.BlobStore.Writer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every store of content keeps to. */
abstract class BlobStoreContract {
    /** The least that S3 takes for a part. */
    static final int PART = 5 * 1024 * 1024;

    /** The store that is tested; keys are new in each test. */
    abstract BlobStore store();

    /** The same bytes as another process would find them after this one died. */
    abstract BlobStore reopened() throws IOException;

    /** Whose event loops the store sends from. */
    abstract Vertx vertx();

    /** The keys of all that the store holds of an upload, finished or not. */
    abstract List<String> held(String key) throws Exception;

    @Test
    void shouldKeepWhatWasWritten() throws IOException {
        UploadRow upload = new UploadRow();
        String key;
        try (Writer writer = upload.take(store())) {
            writer.write(bytes("a ship"));
            writer.write(bytes(" at the quay"));
            key = finished(writer);
        }
        assertThat(read(store(), key)).isEqualTo("a ship at the quay");
        assertThat(store().length(key)).isEqualTo(18);
    }

    @Test
    void shouldKeepContentWithoutBytes() throws IOException {
        try (Writer writer = new UploadRow().take(store())) {
            assertThat(store().length(finished(writer))).isZero();
        }
    }

    @Test
    void shouldGoOnAfterWhatWasAcknowledgedAndDropWhatLiesBeyond() throws IOException {
        UploadRow upload = acknowledged("acknowledged");
        leaveBehind(upload, ", and not");
        try (Writer writer = upload.take(store())) {
            writer.write(bytes("!"));
            assertThat(read(store(), finished(writer))).isEqualTo("acknowledged!");
        }
    }

    @Test
    void shouldCutToWhatWasAcknowledgedWhenNothingMoreComes() throws IOException {
        UploadRow upload = acknowledged("acknowledged");
        leaveBehind(upload, ", and not");
        assertThat(read(store(), finish(upload))).isEqualTo("acknowledged");
    }

    @Test
    void shouldTouchNothingBeforeTheFirstWrite() throws IOException {
        UploadRow upload = acknowledged("as it was");
        upload.take(store()).close();
        assertThat(read(store(), finish(upload))).isEqualTo("as it was");
    }

    @Test
    void shouldRefuseToGoOnBehindTheEnd() throws IOException {
        UploadRow upload = acknowledged("short");
        upload.acknowledge(6, upload.notes());
        assertThatThrownBy(() -> {
                    try (Writer writer = upload.take(store())) {
                        writer.write(bytes("late"));
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldPublishNothingOfAWriterThatWasOvertaken() throws IOException {
        UploadRow upload = new UploadRow();
        try (Writer stale = upload.take(store())) {
            stale.write(bytes("stale"));
            try (Writer writer = upload.take(store())) {
                writer.write(bytes("fresh"));
                goOn(stale);
                String key = finished(writer);
                goOn(stale);
                assertThat(read(store(), key)).isEqualTo("fresh");
            }
        }
    }

    @Test
    void shouldPublishNothingOfAnOvertakenWriterOfParts() throws IOException {
        UploadRow upload = new UploadRow();
        try (Writer stale = upload.take(store())) {
            stale.write(ByteBuffer.allocate(PART + 1));
            try (Writer writer = upload.take(store())) {
                byte[] bytes = random(2 * PART);
                writer.write(ByteBuffer.wrap(bytes));
                String key = finished(writer);
                goOn(stale);
                assertThat(readBytes(store(), key)).isEqualTo(bytes);
            }
        }
    }

    /** Whatever it tries, and whether it is told or not. */
    private static void goOn(Writer stale) {
        for (Attempt attempt : List.<Attempt>of(
                () -> stale.write(bytes("stale")),
                () -> stale.write(ByteBuffer.allocate(PART)),
                stale::makeDurable,
                stale::finish)) {
            try {
                attempt.run();
            } catch (IOException told) {
                assertThat(told).isNotNull();
            }
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    @Test
    void shouldGoOnInAnotherProcess() throws IOException {
        UploadRow upload = acknowledged("still");
        try (Writer writer = upload.take(reopened())) {
            writer.write(bytes(" standing"));
            assertThat(read(reopened(), finished(writer))).isEqualTo("still standing");
        }
    }

    /** Whole parts, less than a part, a part's worth of small pieces, and an end. */
    @Test
    void shouldPutTogetherPiecesOfEverySizeFromSeveralProcesses() throws Exception {
        byte[] bytes = random(4 * PART);
        UploadRow upload = new UploadRow();
        int at = 0;
        for (int length : new int[] {PART + 7, 3, 1, 2 * PART - 100, 1000, PART - 1000}) {
            try (Writer writer = upload.take(reopened())) {
                writer.write(ByteBuffer.wrap(bytes, at, length));
                at += length;
                upload.acknowledge(at, writer.makeDurable());
                writer.settled();
            }
        }
        String key;
        try (Writer writer = upload.take(reopened())) {
            writer.write(ByteBuffer.wrap(bytes, at, bytes.length - at));
            key = finished(writer);
            writer.settled();
        }
        assertThat(readBytes(store(), key)).isEqualTo(bytes);
        assertThat(held(upload.key())).containsExactly(key);
    }

    @Test
    void shouldPutTogetherPiecesOfEverySizeFromOneWriterThatRests() throws Exception {
        byte[] bytes = random(4 * PART);
        UploadRow upload = new UploadRow();
        String key;
        try (Writer writer = upload.take(store())) {
            int at = 0;
            for (int length : new int[] {7, PART, 3, 0, 1, 2 * PART - 100, 1000}) {
                writer.write(ByteBuffer.wrap(bytes, at, length));
                at += length;
                rest(writer, upload, at);
            }
            rest(writer, upload, at);
            writer.write(ByteBuffer.wrap(bytes, at, bytes.length - at));
            key = finished(writer);
            writer.settled();
        }
        assertThat(readBytes(store(), key)).isEqualTo(bytes);
        assertThat(held(upload.key())).containsExactly(key);
    }

    @Test
    void shouldFinishWhatAWriterHadBeforeItRested() throws IOException {
        UploadRow upload = new UploadRow();
        try (Writer writer = upload.take(store())) {
            writer.write(bytes("all of it"));
            rest(writer, upload, 9);
            assertThat(read(store(), finished(writer))).isEqualTo("all of it");
        }
    }

    @Test
    void shouldPublishNothingOfAWriterThatRestedAndWasOvertaken() throws IOException {
        UploadRow upload = new UploadRow();
        try (Writer stale = upload.take(store())) {
            stale.write(bytes("both, "));
            rest(stale, upload, 6);
            String key;
            try (Writer writer = upload.take(store())) {
                writer.write(bytes("fresh"));
                key = finished(writer);
            }
            goOn(stale);
            assertThat(read(store(), key)).isEqualTo("both, fresh");
        }
    }

    private static void rest(Writer writer, UploadRow upload, long size) throws IOException {
        upload.acknowledge(size, writer.makeDurable());
        writer.settled();
        writer.rest();
    }

    @Test
    void shouldKeepMoreThanOnePartOfOneBody() throws IOException {
        byte[] bytes = random(3 * PART + 123);
        try (Writer writer = new UploadRow().take(store())) {
            for (int at = 0; at < bytes.length; at += 100_000) {
                writer.write(ByteBuffer.wrap(bytes, at, Math.min(100_000, bytes.length - at)));
            }
            assertThat(readBytes(store(), finished(writer))).isEqualTo(bytes);
        }
    }

    @Test
    void shouldLeaveNothingOfWhatIsDiscarded() throws Exception {
        UploadRow upload = new UploadRow();
        try (Writer writer = upload.take(store())) {
            writer.write(ByteBuffer.wrap(random(PART + 1000)));
            upload.acknowledge(PART + 1000, writer.makeDurable());
        }
        assertThat(held(upload.key())).isNotEmpty();
        store().discard(upload.key(), upload.notes());
        store().discard(upload.key(), upload.notes());
        assertThat(held(upload.key())).isEmpty();
    }

    @Test
    void shouldKnowNoLengthOfWhatIsNotThere() throws IOException {
        assertThat(store().length(newKey())).isEqualTo(-1);
        assertThatThrownBy(() -> store().read(newKey())).isInstanceOf(IOException.class);
    }

    @Test
    void shouldDeleteAndLetItBeRepeated() throws IOException {
        String key = content("gone soon");
        store().delete(key);
        store().delete(key);
        assertThat(store().length(key)).isEqualTo(-1);
    }

    @Test
    void shouldHaveRoom() throws IOException {
        assertThat(store().hasRoom()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 0123456789", "3, 4, 3456", "9, 1, 9"})
    void shouldSendTheBytesAskedFor(long from, long length, String expected) throws Exception {
        String key = content("0123456789");
        assertThat(sent(key, from, length).body()).isEqualTo(expected);
    }

    @Test
    void shouldFailToSendWhatIsNotThere() throws Exception {
        assertThat(sent(newKey(), 0, 1).statusCode()).isEqualTo(500);
    }

    private HttpResponse<String> sent(String key, long from, long length) throws Exception {
        HttpServer server = vertx().createHttpServer()
                .requestHandler(request -> {
                    request.response().putHeader("Content-Length", Long.toString(length));
                    store().send(request.response(), key, from, length).onFailure(failure -> {
                        request.response().headers().clear();
                        request.response().setStatusCode(500).end(failure.toString());
                    });
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + server.actualPort());
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        } finally {
            server.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    private UploadRow acknowledged(String text) throws IOException {
        UploadRow upload = new UploadRow();
        try (Writer writer = upload.take(store())) {
            writer.write(bytes(text));
            upload.acknowledge(text.length(), writer.makeDurable());
        }
        return upload;
    }

    /** Bytes that were written, but died before the row knew of them. */
    private void leaveBehind(UploadRow upload, String text) throws IOException {
        try (Writer writer = upload.take(store())) {
            writer.write(bytes(text));
            writer.makeDurable();
        }
    }

    String content(String text) throws IOException {
        return finish(acknowledged(text));
    }

    private String finish(UploadRow upload) throws IOException {
        try (Writer writer = upload.take(store())) {
            return finished(writer);
        }
    }

    private static String finished(Writer writer) throws IOException {
        Finished finished = writer.finish();
        assertThat(finished.asWritten()).isTrue();
        return finished.key();
    }

    static String newKey() {
        return new UploadRow().key();
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static String read(BlobStore store, String key) throws IOException {
        return new String(readBytes(store, key), UTF_8);
    }

    static byte[] readBytes(BlobStore store, String key) throws IOException {
        try (InputStream stored = store.read(key)) {
            return stored.readAllBytes();
        }
    }
}
