package io.muelle.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** What is built, in a folder of its own: what the launcher keeps beside it is nobody else's. */
record ProgramCopy(Path home) {
    private static final List<String> PARTS =
            List.of("muelle", "launcher/target/launcher.jar", "launcher/target/lib", "standalone/target/quarkus-app");
    private static final String CACHE = "standalone/target/aot-" + Runtime.version() + ".cache";

    /** Copies it, and the cache if there is one, to a folder that is not there yet. */
    static ProgramCopy in(Path home) throws IOException {
        ProgramCopy program = new ProgramCopy(home);
        for (String part : PARTS) {
            program.take(part);
        }
        if (Files.exists(MuelleCommand.HOME.resolve(CACHE)) && Files.size(MuelleCommand.HOME.resolve(CACHE)) > 0) {
            program.take(CACHE);
        }
        return program;
    }

    private void take(String part) throws IOException {
        Files.createDirectories(home.resolve(part).getParent());
        try (Stream<Path> files = Files.walk(MuelleCommand.HOME.resolve(part))) {
            for (Path file : files.toList()) {
                Path copy = home.resolve(MuelleCommand.HOME.relativize(file));
                // With its time: the JVM knows a jar by that.
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** The script, with the JDK that the tests run on. */
    MuelleCommand muelle(String... words) {
        return MuelleCommand.at(home, words).where("JAVA_HOME", System.getProperty("java.home"));
    }

    /** What that JDK remembers of a trained run of standalone. */
    Path cache() {
        return home.resolve(CACHE);
    }
}
