package io.muelle.platform.api;

import java.util.List;

/** A refusal below {@code /api/v1}, answered as {@code application/problem+json} (RFC 9457). */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with one field of the input. */
    public record FieldError(String field, String message) {}

    private final ProblemType type;
    private final transient List<FieldError> errors;

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    public ProblemException(ProblemType type, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
    }

    public static ProblemException invalid(String field, String message) {
        return new ProblemException(ProblemType.INVALID, message, List.of(new FieldError(field, message)));
    }

    /** For what is absent and for what the caller may not know of: the two look the same. */
    public static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is nothing here, or your account may not see it.");
    }

    public ProblemType type() {
        return type;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
