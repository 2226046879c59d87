package io.muelle.blob.store;

import io.muelle.blob.store.BlobStore.EndedException;
import io.muelle.blob.store.BlobStore.Finished;
import io.muelle.blob.store.BlobStore.FullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes one file from a position on. The lock lets nobody end it in the middle of a write; who comes later ends it
 * before touching the file.
 */
final class FolderWriter implements BlobStore.Writer {
    /** Less than this, and a failed write failed for want of room, whatever language the system says it in. */
    private static final long NO_ROOM = 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final String key;
    private final Path file;
    private final long epoch;
    private long acknowledged;
    private final Consumer<FolderWriter> onClose;
    private FolderWriter before;
    private FileChannel channel;
    private long size;
    private boolean onDisk = true;
    private boolean ended;

    /**
     * @param before who wrote until now, or null
     */
    FolderWriter(
            String key, Path file, long epoch, long acknowledged, FolderWriter before, Consumer<FolderWriter> onClose) {
        this.key = key;
        this.file = file;
        this.epoch = epoch;
        this.acknowledged = acknowledged;
        this.size = acknowledged;
        this.before = before;
        this.onClose = onClose;
    }

    long epoch() {
        return epoch;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        locked(() -> {
            onDisk = false;
            while (bytes.hasRemaining()) {
                size += channel.write(bytes);
            }
        });
    }

    @Override
    public String makeDurable() throws IOException {
        locked(this::forceAll);
        return null;
    }

    @Override
    public Finished finish() throws IOException {
        locked(this::forceAll);
        return new Finished(key, true);
    }

    @Override
    public void settled() {
        // One file holds it all.
    }

    @Override
    public void overtaken() {
        // Whoever came has the file.
    }

    @Override
    public void rest() throws IOException {
        lock.lock();
        try {
            acknowledged = size;
            closeFile();
        } finally {
            lock.unlock();
        }
    }

    private void closeFile() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void forceAll() throws IOException {
        force();
        if (channel.size() != size) {
            throw new IOException("The file has another length than was written: " + file.getFileName());
        }
    }

    private void force() throws IOException {
        if (onDisk) {
            return;
        }
        channel.force(true);
        if (acknowledged == 0) {
            FilesystemBlobStore.makeDurable(file.getParent());
        }
        onDisk = true;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void locked(Work work) throws IOException {
        lock.lock();
        try {
            if (ended) {
                throw new EndedException();
            }
            if (channel == null) {
                open();
            }
            work.run();
        } catch (IOException failure) {
            if (isFull(failure)) {
                makeRoom();
                throw new FullException(failure);
            }
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    /** What is not acknowledged counts for nothing, and the database needs room to say so. */
    private void makeRoom() throws IOException {
        if (channel != null) {
            channel.truncate(acknowledged);
        }
    }

    private void open() throws IOException {
        endBefore();
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long found = channel.size();
        if (found < acknowledged) {
            throw new IOException("The file is shorter than what was acknowledged: " + file.getFileName());
        }
        if (found > acknowledged || acknowledged == 0) {
            channel.truncate(acknowledged);
            onDisk = false;
        }
        channel.position(acknowledged);
    }

    private boolean isFull(IOException failure) throws IOException {
        if (failure instanceof EndedException) {
            return false;
        }
        String message = String.valueOf(failure.getMessage());
        return message.contains("No space left")
                || message.contains("quota exceeded")
                || Files.getFileStore(file.getParent()).getUsableSpace() < NO_ROOM;
    }

    /** Waits for a write under way, then lets no other begin: neither of this writer nor of one before it. */
    void end() throws IOException {
        lock.lock();
        try {
            ended = true;
            endBefore();
            closeFile();
        } finally {
            lock.unlock();
        }
    }

    private void endBefore() throws IOException {
        if (before != null) {
            before.end();
            before = null;
        }
    }

    @Override
    public void close() throws IOException {
        end();
        onClose.accept(this);
    }
}
