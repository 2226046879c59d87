package io.muelle.manifest.store;

/** The claim was decided before its manifest could commit: everything rolls back, and a repeat takes a new claim. */
public final class ClaimDecidedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimDecidedException() {
        super("The claim was decided already", null, false, false);
    }
}
