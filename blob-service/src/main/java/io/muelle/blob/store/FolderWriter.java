package io.muelle.blob.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Writes one file from a position on. The lock lets nobody end it in the middle of a write. */
final class FolderWriter implements BlobStore.Writer {
    private final ReentrantLock lock = new ReentrantLock();
    private final Path file;
    private final boolean unacknowledged;
    private final FileChannel channel;
    private final Consumer<FolderWriter> onClose;

    FolderWriter(Path file, long size, Consumer<FolderWriter> onClose) throws IOException {
        this.file = file;
        this.onClose = onClose;
        this.unacknowledged = size == 0;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.size() < size) {
            channel.close();
            throw new IOException("The file is shorter than what was acknowledged: " + file.getFileName());
        }
        channel.truncate(size);
        channel.position(size);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        lock.lock();
        try {
            requireOpen();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void makeDurable() throws IOException {
        lock.lock();
        try {
            requireOpen();
            channel.force(true);
            if (unacknowledged) {
                FilesystemBlobStore.makeDurable(file.getParent());
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() throws BlobStore.EndedException {
        if (!channel.isOpen()) {
            throw new BlobStore.EndedException();
        }
    }

    /** Waits for a write under way, then lets no other begin. */
    void end() throws IOException {
        lock.lock();
        try {
            channel.close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        end();
        onClose.accept(this);
    }
}
