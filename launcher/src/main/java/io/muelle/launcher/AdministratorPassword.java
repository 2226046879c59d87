package io.muelle.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The password that the account of the administrator is made with, at the first start; later ones leave it as it is.
 *
 * @param value nothing if the one of the first start was not kept
 * @param file where it can be read, if it can
 */
record AdministratorPassword(Optional<String> value, Optional<Path> file) {
    static final String VARIABLE = "MUELLE_ADMIN_PASSWORD";
    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 256;
    private static final int BYTES = 18;

    /** The operator's own, or one that is generated once. */
    static AdministratorPassword in(DataFolder folder, String given) {
        Path file = folder.resolve("admin-password");
        try {
            if (given != null) {
                return given(folder, file, given);
            }
            if (!Files.exists(file)) {
                if (folder.used()) {
                    return new AdministratorPassword(Optional.empty(), Optional.empty());
                }
                generate(file);
            }
            return new AdministratorPassword(Optional.of(Files.readString(file).strip()), Optional.of(file));
        } catch (IOException failure) {
            throw folder.unusable(failure);
        }
    }

    private static AdministratorPassword given(DataFolder folder, Path file, String given) throws IOException {
        if (given.length() < MIN_LENGTH || given.length() > MAX_LENGTH) {
            throw new LauncherFailure(
                    VARIABLE + " must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters: choose another.");
        }
        if (!folder.used()) {
            // Left by a start that got nowhere.
            Files.deleteIfExists(file);
        }
        return new AdministratorPassword(Optional.of(given), Optional.of(file).filter(Files::exists));
    }

    private static void generate(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Path unfinished = file.resolveSibling("admin-password.unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, Base64.getUrlEncoder().encodeToString(secret) + '\n');
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
