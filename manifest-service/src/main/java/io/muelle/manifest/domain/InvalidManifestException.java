package io.muelle.manifest.domain;

/** The bytes are not a manifest that may be stored; the message says why. */
public final class InvalidManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidManifestException(String message) {
        super(message, null, false, false);
    }
}
