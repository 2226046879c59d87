package io.muelle.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What a JVM remembers of a run of a packaged module, kept beside it: classes loaded and linked, and which methods are
 * worth compiling. The JVM takes it only for the jars and the JDK that it was made with; a start without one is slower,
 * and that is all.
 *
 * @param jar the module's jar, which a cache may not be older than
 */
record AotCache(Path jar, Path file) {
    private static final int FIRST_JDK = 25;
    // Whatever is wrong with a cache, the JVM does without; it need not say so in the log of the registry.
    private static final String QUIETLY = "-Xlog:aot*=off";
    // At an address by chance, as the JVM would have it, each start rewrites every pointer in it.
    private static final String IN_PLACE = "-XX:ArchiveRelocationMode=0";
    // A JVM that remembers what was worth compiling compiles it at the first count, and the start waits for its cores.
    private static final String LATER = "-XX:CompileThresholdScaling=3";

    /** The cache of a packaged module, such as {@code standalone}, for the JDK that this runs on. */
    static AotCache of(String module) {
        Path target = Program.home().resolve(module).resolve("target");
        return new AotCache(
                target.resolve("quarkus-app/quarkus-run.jar"), target.resolve("aot-" + Runtime.version() + ".cache"));
    }

    /** Whether there is something to gain: the module is built, no attempt was made since, and this JDK can. */
    boolean worthMaking() {
        try {
            return Runtime.version().feature() >= FIRST_JDK
                    && Files.exists(jar)
                    && (!Files.exists(file)
                            || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) < 0);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** What the JVM is told to start from the cache, if there is one. */
    List<String> use() {
        try {
            return Files.exists(file) && Files.size(file) > 0 ? use(file) : List.of();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** The same for the one that {@link #make} made, before it is kept. */
    List<String> tryOut() {
        return use(unfinished());
    }

    private static List<String> use(Path cache) {
        return List.of("-XX:AOTCache=" + cache, QUIETLY, "-XX:+UnlockDiagnosticVMOptions", IN_PLACE, LATER);
    }

    /** What the JVM is told to make the cache when it ends. */
    List<String> make() {
        return List.of("-XX:AOTCacheOutput=" + unfinished(), QUIETLY);
    }

    /** Keeps what a run made. */
    void keep() throws IOException {
        Files.move(unfinished(), file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Notes that nothing came of the attempt, so that no later start makes another. */
    void giveUp() {
        try {
            Files.deleteIfExists(unfinished());
            // The JVM's own notes, if it was stopped while it wrote.
            Files.deleteIfExists(file.resolveSibling(unfinished().getFileName() + ".config"));
            Files.deleteIfExists(file);
            Files.createFile(file);
        } catch (IOException unwritable) {
            // Then the next start tries again.
            return;
        }
    }

    private Path unfinished() {
        return file.resolveSibling(file.getFileName() + ".unfinished");
    }
}
