package io.muelle.blob.store;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Content as files of one folder, which one process alone uses. A key is the path below it. */
public final class FilesystemBlobStore implements BlobStore {
    private static final Pattern KEY = Pattern.compile("content/[0-9a-f]{2}/[0-9a-f-]{36}");

    private final Map<String, FolderWriter> writers = new ConcurrentHashMap<>();
    private final Path folder;
    private final FileStore disk;
    private final long reserve;

    /**
     * @param reserve bytes that stay free on the file system
     */
    public FilesystemBlobStore(Path folder, long reserve) throws IOException {
        this.folder = folder.toAbsolutePath().normalize();
        this.reserve = reserve;
        makeFolders(this.folder.resolve("content"));
        // Found once: it is looked for in the list of all that is mounted.
        this.disk = Files.getFileStore(this.folder);
    }

    @Override
    public Writer write(String key, long epoch, long size, Notes notes) throws IOException {
        Path file = file(key);
        FolderWriter entered = writers.compute(key, (same, present) -> {
            boolean older = present != null && present.epoch() > epoch;
            return older
                    ? present
                    : new FolderWriter(key, file, epoch, size, present, closed -> writers.remove(key, closed));
        });
        if (entered.epoch() != epoch) {
            throw new EndedException();
        }
        return entered;
    }

    @Override
    public long length(String key) throws IOException {
        try {
            return Files.size(file(key));
        } catch (NoSuchFileException absent) {
            return -1;
        }
    }

    @Override
    public InputStream read(String key) throws IOException {
        return Files.newInputStream(file(key));
    }

    @Override
    public Future<Void> send(HttpServerResponse response, String key, long from, long length) {
        File file = file(key).toFile();
        if (file.length() < from + length) {
            // Fewer bytes than were announced would make the client take the next answer for the rest.
            return Future.failedFuture(
                    new IOException(key + " has " + file.length() + " bytes, not all that it should"));
        }
        return response.sendFile(file.getPath(), from, length);
    }

    @Override
    public void delete(String key) throws IOException {
        FolderWriter writer = writers.remove(key);
        if (writer != null) {
            writer.end();
        }
        Files.deleteIfExists(file(key));
    }

    @Override
    public void discard(String key, String notes) throws IOException {
        delete(key);
    }

    @Override
    public Optional<URI> address(String key) {
        return Optional.empty();
    }

    @Override
    public long leastPiece() {
        return 0;
    }

    @Override
    public long mostBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean hasRoom() throws IOException {
        return disk.getUsableSpace() > reserve;
    }

    private Path file(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("Not a content key");
        }
        return folder.resolve(key);
    }

    /** All at the start, so that no upload has to wonder whether its folder is on disk yet. */
    private static void makeFolders(Path content) throws IOException {
        Files.createDirectories(content);
        for (int i = 0; i < 256; i++) {
            Files.createDirectories(content.resolve(HexFormat.of().toHexDigits((byte) i)));
        }
        makeDurable(content);
        makeDurable(content.getParent());
    }

    /** A folder's entries survive a power cut only once the folder itself is on disk. */
    static void makeDurable(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
