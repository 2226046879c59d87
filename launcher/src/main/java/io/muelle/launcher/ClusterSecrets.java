package io.muelle.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret of each service, made once, in files that only their owner reads. */
record ClusterSecrets(DataFolder folder) {
    private static final int BYTES = 32;

    String of(String service) {
        Path file = folder.resolve("secret-" + service);
        try {
            if (!Files.exists(file)) {
                generate(file);
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw folder.unusable(failure);
        }
    }

    private static void generate(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, HexFormat.of().formatHex(secret));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
