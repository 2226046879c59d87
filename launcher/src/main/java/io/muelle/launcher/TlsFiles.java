package io.muelle.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/** A certificate, with the chain after it, and its key, both as PEM. */
record TlsFiles(Path certificate, Path key) {
    /** Both or none. */
    static Optional<TlsFiles> of(Path certificate, Path key) {
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw new LauncherFailure("TLS needs both --tls-certificate and --tls-key: give the other file too.");
        }
        TlsFiles files = new TlsFiles(
                certificate.toAbsolutePath().normalize(), key.toAbsolutePath().normalize());
        files.requireCertificate();
        files.requireKey();
        return Optional.of(files);
    }

    private void requireCertificate() {
        try (InputStream pem = Files.newInputStream(certificate)) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)
                    .isEmpty()) {
                throw new CertificateException("it is empty");
            }
        } catch (IOException failure) {
            throw unreadable(certificate, failure);
        } catch (CertificateException failure) {
            throw new LauncherFailure("there is no certificate in " + certificate + ": give one as PEM.", failure);
        }
    }

    private void requireKey() {
        try {
            if (!Files.readString(key, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----")) {
                throw new LauncherFailure("there is no private key in " + key + ": give one as PEM.");
            }
        } catch (IOException failure) {
            throw unreadable(key, failure);
        }
    }

    private static LauncherFailure unreadable(Path file, IOException failure) {
        return new LauncherFailure(
                "the TLS file " + file + " cannot be read: check that it is there and who may read it.", failure);
    }
}
