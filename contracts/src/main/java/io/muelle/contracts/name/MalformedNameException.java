package io.muelle.contracts.name;

/** Text that breaks the grammar of a name of the registry protocol; the message says which rule and may be shown. */
public final class MalformedNameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the text was meant to be. */
    public enum Kind {
        REPOSITORY,
        TAG,
        DIGEST
    }

    private final Kind kind;

    public MalformedNameException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
