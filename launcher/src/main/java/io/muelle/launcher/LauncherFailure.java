package io.muelle.launcher;

/** Something that the operator has to know; the message is one sentence that says what to do. */
final class LauncherFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LauncherFailure(String message) {
        super(message);
    }

    LauncherFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
