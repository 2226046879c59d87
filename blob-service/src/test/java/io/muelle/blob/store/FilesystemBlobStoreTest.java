package io.muelle.blob.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.blob.store.BlobStore.FullException;
import io.muelle.blob.store.BlobStore.Writer;
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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesystemBlobStoreTest extends BlobStoreContract {
    private static final String KEY = "content/0f/019ca945-0a00-738d-a0c3-5ac6d8e6b30f";

    @TempDir
    Path folder;

    private FilesystemBlobStore store;

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

    @Test
    void shouldHaveNoRoomBelowTheReserve() throws IOException {
        assertThat(new FilesystemBlobStore(folder, Long.MAX_VALUE).hasRoom()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "content/0f/../../secret", "content/0f/", "/etc/passwd", "content/0f/a\0b"})
    void shouldKnowNoKeyOutsideItsFolder(String key) {
        assertThatThrownBy(() -> store.read(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.write(key, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Every write to this device fails as a full disk does. */
    @Test
    void shouldTellAFullDisk() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full));
        try (Writer writer = new FolderWriter(full, 1, 0, null, closed -> {})) {
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
        } catch (BlobStore.EndedException overtaken) {
            assertThat(epoch).isLessThan((byte) 31);
        }
        return null;
    }

    private Writer entering(byte epoch, CountDownLatch entered) throws IOException {
        try {
            return store.write(KEY, epoch, 0);
        } finally {
            entered.countDown();
        }
    }
}
