package io.muelle.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The packaged registry, as the process runs it: hard links to its files below the data folder, or copies where the
 * file system has no links across. So a build beside a running registry, which makes new files, takes none from it.
 */
final class Program {
    private Program() {}

    /** The jar to run of a packaged module, such as {@code standalone}. */
    static Path install(DataFolder folder, String module) {
        Path packaged = home().resolve(module).resolve("target/quarkus-app");
        Path installed = folder.resolve("program-" + module);
        if (!Files.isDirectory(packaged)) {
            throw new LauncherFailure(module + " is not built: run mvn package, then try again.");
        }
        try {
            delete(installed);
            Files.walkFileTree(packaged, new Linking(packaged, installed));
            return installed.resolve("quarkus-run.jar");
        } catch (IOException failure) {
            throw folder.unusable(failure);
        }
    }

    /** The jar of a module that was installed before, and that others may be running. */
    static Path installed(DataFolder folder, String module) {
        return folder.resolve("program-" + module).resolve("quarkus-run.jar");
    }

    /** The jar of a module that runs from where it was built. */
    static Path jar(String target) {
        Path folder = home().resolve(target);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith("-SNAPSHOT.jar"))
                    .findFirst()
                    .orElseThrow(() -> new LauncherFailure("there is no jar in " + folder + ": run mvn package."));
        } catch (IOException failure) {
            throw new LauncherFailure(folder + " is not built: run mvn package, then try again.", failure);
        }
    }

    static Path home() {
        return Path.of(System.getProperty("muelle.home", "."));
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static final class Linking extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        Linking(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Files.createDirectory(target(directory));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            try {
                Files.createLink(target(file), file);
            } catch (IOException | UnsupportedOperationException noLinks) {
                // With its time: a JVM that remembers the jar knows it by that.
                Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
        }

        private Path target(Path path) {
            return to.resolve(from.relativize(path));
        }
    }
}
