package io.muelle.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The output of the registry: appended to, and put aside at a start once it is large. */
final class RegistryLog {
    private static final long LARGE = 50L << 20;
    private static final int TAIL = 64 << 10;
    private static final String SENTENCE = "muelle: ";

    private final Path path;
    private final long begin;

    private RegistryLog(Path path, long begin) {
        this.path = path;
        this.begin = begin;
    }

    /** The log, of which this start begins a new part. */
    static RegistryLog begin(DataFolder folder) {
        Path path = folder.resolve("muelle.log");
        try {
            if (Files.exists(path) && Files.size(path) > LARGE) {
                Files.move(path, folder.resolve("muelle.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return new RegistryLog(path, Files.exists(path) ? Files.size(path) : 0);
        } catch (IOException failure) {
            throw folder.unusable(failure);
        }
    }

    Path path() {
        return path;
    }

    /** The sentence with which the registry ended, or else the last thing it said. */
    String lastWord() {
        return sentence().orElseGet(() -> {
            List<String> lines = lines();
            return lines.isEmpty() ? "it said nothing" : lines.getLast();
        });
    }

    /** The sentence with which the registry ended, if it knew why. */
    Optional<String> sentence() {
        return lines().reversed().stream()
                .filter(line -> line.startsWith(SENTENCE))
                .map(line -> line.substring(SENTENCE.length()))
                .findFirst();
    }

    private List<String> lines() {
        return tail().lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .toList();
    }

    private String tail() {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(Math.max(begin, file.length() - TAIL));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
