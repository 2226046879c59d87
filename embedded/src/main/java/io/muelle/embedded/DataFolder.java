package io.muelle.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The folder that holds everything; one process at a time has it. */
public final class DataFolder {
    private final Path path;
    // Held as long as the process lives: the system gives it back whatever ends the process.
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Takes the folder, which is made if it is not there. */
    public static DataFolder claim(Path data) {
        Path path = data.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            FileChannel lock =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                throw new EmbeddedFailure("the data folder " + path
                        + " is in use by another process: stop that one, or choose another folder with --data.");
            }
            return new DataFolder(path, lock);
        } catch (IOException failure) {
            throw new EmbeddedFailure(
                    "the data folder " + path + " cannot be used: check its rights and free space ("
                            + failure.getMessage() + ").",
                    failure);
        }
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Leaves word of what runs here, for {@code status}. */
    public void describe(LocalServers servers) {
        describe(words(servers));
    }

    /** The same, with the S3 server that keeps content. */
    public void describe(LocalServers servers, EmbeddedS3 s3) {
        describe(words(servers) + ",\"s3\":{\"pid\":%d,\"address\":\"%s\"}".formatted(s3.pid(), s3.endpoint()));
    }

    private static String words(LocalServers servers) {
        return """
                "pid":%d,"postgres":{"pid":%d,"address":"127.0.0.1:%d"},"kafka":{"address":"%s","unclean":%s}""".formatted(
                        ProcessHandle.current().pid(),
                        servers.postgres().pid(),
                        servers.postgres().port(),
                        servers.kafka().bootstrapServers(),
                        servers.kafka().afterUncleanStop());
    }

    private void describe(String words) {
        try {
            Path unfinished = Files.writeString(path.resolve("running.json.unfinished"), '{' + words + '}');
            Files.move(unfinished, path.resolve("running.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new EmbeddedFailure("nothing can be written to " + path + ": " + failure.getMessage(), failure);
        }
    }
}
