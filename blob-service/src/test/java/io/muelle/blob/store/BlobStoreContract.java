package io.muelle.blob.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.blob.store.BlobStore.EndedException;
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
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every store of content keeps to. */
abstract class BlobStoreContract {
    /** The store that is tested; keys are new in each test. */
    abstract BlobStore store();

    /** The same bytes as another process would find them after this one died. */
    abstract BlobStore reopened() throws IOException;

    @Test
    void shouldKeepWhatWasWritten() throws IOException {
        String key = newKey();
        try (Writer writer = store().write(key, 1, 0)) {
            writer.write(bytes("a ship"));
            writer.write(bytes(" at the quay"));
            writer.finish();
        }
        assertThat(read(store(), key)).isEqualTo("a ship at the quay");
        assertThat(store().length(key)).isEqualTo(18);
    }

    @Test
    void shouldKeepContentWithoutBytes() throws IOException {
        String key = newKey();
        try (Writer writer = store().write(key, 1, 0)) {
            writer.finish();
        }
        assertThat(store().length(key)).isZero();
    }

    @Test
    void shouldGoOnAfterAnAcknowledgedSizeAndDropWhatLiesBeyond() throws IOException {
        String key = acknowledged("acknowledged, and not");
        try (Writer writer = store().write(key, 2, 12)) {
            writer.write(bytes("!"));
            writer.makeDurable();
        }
        assertThat(read(store(), key)).isEqualTo("acknowledged!");
    }

    @Test
    void shouldCutToTheAcknowledgedSizeWhenNothingMoreComes() throws IOException {
        String key = acknowledged("acknowledged, and not");
        try (Writer writer = store().write(key, 2, 12)) {
            writer.finish();
        }
        assertThat(read(store(), key)).isEqualTo("acknowledged");
    }

    @Test
    void shouldTouchNothingBeforeTheFirstWrite() throws IOException {
        String key = acknowledged("as it was");
        store().write(key, 2, 0).close();
        assertThat(read(store(), key)).isEqualTo("as it was");
    }

    @Test
    void shouldRefuseToGoOnBehindTheEnd() throws IOException {
        String key = acknowledged("short");
        try (Writer writer = store().write(key, 2, 6)) {
            assertThatThrownBy(() -> writer.write(bytes("late"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldEndTheWriterOfALowerEpoch() throws IOException {
        String key = newKey();
        try (Writer stale = store().write(key, 1, 0)) {
            stale.write(bytes("stale"));
            try (Writer writer = store().write(key, 2, 0)) {
                writer.write(bytes("fresh"));
                assertThatThrownBy(() -> stale.write(bytes("stale"))).isInstanceOf(EndedException.class);
                assertThatThrownBy(stale::makeDurable).isInstanceOf(EndedException.class);
                assertThatThrownBy(stale::finish).isInstanceOf(EndedException.class);
                writer.finish();
            }
        }
        assertThat(read(store(), key)).isEqualTo("fresh");
    }

    @Test
    void shouldEndAWriterThatHasNotWrittenYet() throws IOException {
        String key = newKey();
        try (Writer stale = store().write(key, 1, 0);
                Writer writer = store().write(key, 2, 0)) {
            writer.write(bytes("fresh"));
            assertThatThrownBy(() -> stale.write(bytes("stale"))).isInstanceOf(EndedException.class);
            writer.finish();
        }
        assertThat(read(store(), key)).isEqualTo("fresh");
    }

    @Test
    void shouldEndEveryWriterBeforeThoughTheOneBetweenNeverWrote() throws IOException {
        String key = newKey();
        try (Writer stale = store().write(key, 1, 0)) {
            stale.write(bytes("stale"));
            try (Writer between = store().write(key, 2, 0);
                    Writer writer = store().write(key, 3, 0)) {
                writer.write(bytes("fresh"));
                assertThatThrownBy(() -> stale.write(bytes("stale"))).isInstanceOf(EndedException.class);
                assertThatThrownBy(between::finish).isInstanceOf(EndedException.class);
                writer.finish();
            }
        }
        assertThat(read(store(), key)).isEqualTo("fresh");
    }

    @Test
    void shouldRefuseALowerEpochThanTheOneAtWork() throws IOException {
        String key = newKey();
        try (Writer writer = store().write(key, 2, 0)) {
            assertThatThrownBy(() -> store().write(key, 1, 0)).isInstanceOf(EndedException.class);
            writer.write(bytes("fresh"));
            writer.finish();
        }
        assertThat(read(store(), key)).isEqualTo("fresh");
    }

    @Test
    void shouldFindWhatWasFinishedAfterARestart() throws IOException {
        String key = acknowledged("still here");
        assertThat(read(reopened(), key)).isEqualTo("still here");
        try (Writer writer = reopened().write(key, 1, 5)) {
            writer.write(bytes(" standing"));
            writer.finish();
        }
        assertThat(read(reopened(), key)).isEqualTo("still standing");
    }

    @Test
    void shouldKnowNoLengthOfWhatIsNotThere() throws IOException {
        assertThat(store().length(newKey())).isEqualTo(-1);
        assertThatThrownBy(() -> store().read(newKey())).isInstanceOf(IOException.class);
    }

    @Test
    void shouldDeleteAndLetItBeRepeated() throws IOException {
        String key = acknowledged("gone soon");
        store().delete(key);
        store().delete(key);
        assertThat(store().length(key)).isEqualTo(-1);
    }

    @Test
    void shouldEndTheWriterOfWhatIsDeleted() throws IOException {
        String key = newKey();
        try (Writer writer = store().write(key, 1, 0)) {
            writer.write(bytes("half"));
            store().delete(key);
            assertThatThrownBy(() -> writer.write(bytes("other half"))).isInstanceOf(EndedException.class);
        }
        assertThat(store().length(key)).isEqualTo(-1);
    }

    @Test
    void shouldHaveRoom() throws IOException {
        assertThat(store().hasRoom()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 0123456789", "3, 4, 3456", "9, 1, 9"})
    void shouldSendTheBytesAskedFor(long from, long length, String expected) throws Exception {
        String key = acknowledged("0123456789");
        assertThat(sent(key, from, length).body()).isEqualTo(expected);
    }

    @Test
    void shouldFailToSendWhatIsNotThere() throws Exception {
        assertThat(sent(newKey(), 0, 1).statusCode()).isEqualTo(500);
    }

    private HttpResponse<String> sent(String key, long from, long length) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> {
                        request.response().putHeader("Content-Length", Long.toString(length));
                        store().send(request.response(), key, from, length).onFailure(failure -> {
                            request.response().headers().clear();
                            request.response().setStatusCode(500).end();
                        });
                    })
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            URI address = URI.create("http://127.0.0.1:" + server.actualPort());
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    private String acknowledged(String text) throws IOException {
        String key = newKey();
        try (Writer writer = store().write(key, 1, 0)) {
            writer.write(bytes(text));
            writer.makeDurable();
        }
        return key;
    }

    private static String newKey() {
        String session = UUID.randomUUID().toString();
        return "content/" + session.substring(34) + '/' + session;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String read(BlobStore store, String key) throws IOException {
        try (InputStream stored = store.read(key)) {
            return new String(stored.readAllBytes(), UTF_8);
        }
    }
}
