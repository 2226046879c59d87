package io.muelle.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;

/** The folder of one registry: its data, its log, and notes about the process that has it. */
final class DataFolder {
    private static final long LEAST_FREE_MEBIBYTES = 512;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    static DataFolder at(Path path) {
        return new DataFolder(path.toAbsolutePath().normalize());
    }

    /** The folder, made if it is not there, with the room that a registry needs to start. */
    static DataFolder prepared(Path path) {
        DataFolder folder = at(path);
        try {
            Files.createDirectories(folder.path);
            long free = Files.getFileStore(folder.path).getUsableSpace() >> 20;
            if (free < LEAST_FREE_MEBIBYTES) {
                throw new LauncherFailure("the disk of " + folder.path + " is full: " + free + " MiB are free, and "
                        + LEAST_FREE_MEBIBYTES + " MiB are needed; make room, or choose another folder with --data.");
            }
            return folder;
        } catch (IOException failure) {
            throw folder.unusable(failure);
        }
    }

    LauncherFailure unusable(IOException failure) {
        String reason = failure instanceof FileSystemException file && file.getReason() == null
                ? file.getClass().getSimpleName() + ": " + file.getFile()
                : failure.getMessage();
        return new LauncherFailure(
                "the data folder " + path + " cannot be used: check its rights and free space (" + reason + ").",
                failure);
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** Whether PostgreSQL has been here, and with it, almost always, the first account. */
    boolean used() {
        return Files.exists(path.resolve("postgres/data"));
    }

    /** One start at a time: two would overwrite each other's notes. */
    <T> T starting(Supplier<T> start) {
        try (FileChannel channel = open("launcher.lock")) {
            if (channel.tryLock() == null) {
                throw new LauncherFailure(
                        "another start on " + path + " is under way: wait for it, or choose another folder.");
            }
            return start.get();
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    /** Whether a process has this folder: each registry holds this lock as long as it lives. */
    boolean inUse() {
        try (FileChannel channel = open("lock")) {
            return channel.tryLock() == null;
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(path.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    void note(Instance instance) {
        try {
            Path unfinished = path.resolve("launcher.json.unfinished");
            JSON.writeValue(unfinished.toFile(), instance);
            Files.move(unfinished, path.resolve("launcher.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    /** The registry that was started here, if it still lives. */
    Optional<Instance> instance() {
        return read("launcher.json", Instance.class)
                .filter(instance -> instance.process().alive());
    }

    /** What that registry says of itself; nothing while it starts. */
    Optional<Running> running(Instance instance) {
        return read("running.json", Running.class)
                .filter(running -> running.pid() == instance.process().pid());
    }

    private <T> Optional<T> read(String name, Class<T> type) {
        try {
            return Optional.of(JSON.readValue(path.resolve(name).toFile(), type));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** The PostgreSQL server on this folder, also one that outlived its registry. */
    Optional<ProcessIdentity> postgres() {
        Path data = path.resolve("postgres/data");
        return server(data.resolve("postmaster.pid"), data);
    }

    /** The S3 server on this folder, if one runs, whoever started it. */
    Optional<ProcessIdentity> s3() {
        return server(path.resolve("s3/pid"), path.resolve("s3"));
    }

    /** The process that is written down, if it is one that works on that folder and no stranger with its number. */
    private static Optional<ProcessIdentity> server(Path pidFile, Path worksOn) {
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            String command = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            return command.contains(worksOn.toString()) ? ProcessIdentity.of(pid) : Optional.empty();
        } catch (IOException | RuntimeException absent) {
            return Optional.empty();
        }
    }
}
