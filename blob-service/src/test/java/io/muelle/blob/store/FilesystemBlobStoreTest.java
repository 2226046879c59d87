package io.muelle.blob.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.blob.store.BlobStore.EndedException;
import io.muelle.blob.store.BlobStore.FullException;
import io.muelle.blob.store.BlobStore.Notes;
import io.muelle.blob.store.BlobStore.Writer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesystemBlobStoreTest extends BlobStoreContract {
    private static final String KEY = "content/0f/019ca945-0a00-738d-a0c3-5ac6d8e6b30f";

    private static final Notes NO_NOTES = new Notes() {
        @Override
        public String taken() {
            return null;
        }

        @Override
        public void keep(String notes) {
            throw new UnsupportedOperationException();
        }
    };

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    Path folder;

    private FilesystemBlobStore store;

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void open() throws IOException {
        store = new FilesystemBlobStore(folder, 0);
    }

    @Override
    BlobStore store() {
        return store;
    }

    @Override
    BlobStore reopened() throws IOException {
        return new FilesystemBlobStore(folder, 0);
    }

    @Override
    Vertx vertx() {
        return VERTX;
    }

    @Override
    List<String> held(String key) {
        return Files.exists(folder.resolve(key)) ? List.of(key) : List.of();
    }

    @Test
    void shouldTellEveryWriterBeforeThoughTheOneBetweenNeverWrote() throws IOException {
        UploadRow upload = new UploadRow();
        try (Writer stale = upload.take(store)) {
            stale.write(bytes("stale"));
            try (Writer between = upload.take(store);
                    Writer writer = upload.take(store)) {
                writer.write(bytes("fresh"));
                assertThatThrownBy(() -> stale.write(bytes("stale"))).isInstanceOf(EndedException.class);
                assertThatThrownBy(stale::makeDurable).isInstanceOf(EndedException.class);
                assertThatThrownBy(between::finish).isInstanceOf(EndedException.class);
                writer.finish();
            }
        }
        assertThat(read(store, upload.key())).isEqualTo("fresh");
    }

    @Test
    void shouldRefuseALowerEpochThanTheOneAtWork() throws IOException {
        try (Writer writer = store.write(KEY, 2, 0, NO_NOTES)) {
            assertThatThrownBy(() -> store.write(KEY, 1, 0, NO_NOTES)).isInstanceOf(EndedException.class);
            writer.write(bytes("fresh"));
            writer.finish();
        }
        assertThat(read(store, KEY)).isEqualTo("fresh");
    }

    @Test
    void shouldEndTheWriterOfWhatIsDiscarded() throws IOException {
        UploadRow upload = new UploadRow();
        try (Writer writer = upload.take(store)) {
            writer.write(bytes("half"));
            store.discard(upload.key(), null);
            assertThatThrownBy(() -> writer.write(bytes("other half"))).isInstanceOf(EndedException.class);
        }
        assertThat(store.length(upload.key())).isEqualTo(-1);
    }

    @Test
    void shouldHaveNoRoomBelowTheReserve() throws IOException {
        assertThat(new FilesystemBlobStore(folder, Long.MAX_VALUE).hasRoom()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "content/0f/../../secret", "content/0f/", "/etc/passwd", "content/0f/a\0b"})
    void shouldKnowNoKeyOutsideItsFolder(String key) {
        assertThatThrownBy(() -> store.read(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.write(key, 1, 0, NO_NOTES)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Every write to this device fails as a full disk does. */
    @Test
    void shouldTellAFullDisk() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full));
        try (Writer writer = new FolderWriter(KEY, full, 1, 0, null, closed -> {})) {
            assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(new byte[10])))
                    .isInstanceOf(FullException.class);
        }
    }

    @Test
    void shouldLeaveTheBytesOfTheHighestEpoch() throws Exception {
        int writers = 32;
        CountDownLatch entered = new CountDownLatch(writers);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (byte epoch = 0; epoch < writers; epoch++) {
                byte mine = epoch;
                all.add(threads.submit(() -> writeMany(mine, entered)));
            }
            for (Future<?> writer : all) {
                writer.get();
            }
        }
        assertThat(Files.readAllBytes(folder.resolve(KEY))).hasSize(5_000).containsOnly(writers - 1);
    }

    private Void writeMany(byte epoch, CountDownLatch entered) throws Exception {
        try (Writer writer = entering(epoch, entered)) {
            entered.await();
            for (int i = 0; i < 5_000; i++) {
                writer.write(ByteBuffer.wrap(new byte[] {epoch}));
            }
            writer.finish();
        } catch (EndedException overtaken) {
            assertThat(epoch).isLessThan((byte) 31);
        }
        return null;
    }

    private Writer entering(byte epoch, CountDownLatch entered) throws IOException {
        try {
            return store.write(KEY, epoch, 0, NO_NOTES);
        } finally {
            entered.countDown();
        }
    }
}
