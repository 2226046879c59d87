package io.muelle.platform.api;

/** Where a repository lies below {@code /api/v1}: its name holds slashes and ends at {@code /-/} or the path's end. */
public final class RepositoryPath {
    public static final String ROOT = "/api/v1/repositories";

    /** The template of a name below {@link #ROOT}. */
    public static final String NAME = "/{name: (?:(?!/-/).)+}";

    private RepositoryPath() {}
}
