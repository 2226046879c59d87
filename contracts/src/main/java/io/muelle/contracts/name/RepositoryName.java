package io.muelle.contracts.name;

import io.muelle.contracts.name.MalformedNameException.Kind;
import java.util.regex.Pattern;

/**
 * The name of a repository (distribution-spec, "Pulling manifests"): at most 255 characters, at least two parts, the
 * first of which is the namespace that owns it.
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
    public static final int MAX_LENGTH = 255;
    private static final String PART = "[a-z0-9]++(?:(?:\\.|__|_|-++)[a-z0-9]++)*+";
    private static final Pattern GRAMMAR = Pattern.compile(PART + "(?:/" + PART + ")*+");

    public RepositoryName {
        if (value.length() > MAX_LENGTH) {
            throw new MalformedNameException(
                    Kind.REPOSITORY, "A repository name has at most " + MAX_LENGTH + " characters.");
        }
        if (!GRAMMAR.matcher(value).matches()) {
            throw new MalformedNameException(
                    Kind.REPOSITORY,
                    "A repository name is made of lower-case letters, digits and single separators (. _ __ -),"
                            + " in parts divided by slashes.");
        }
        if (value.indexOf('/') < 0) {
            throw new MalformedNameException(
                    Kind.REPOSITORY,
                    "This registry has no repositories without a namespace: use <namespace>/<name>,"
                            + " such as your user name, a slash and the name.");
        }
    }

    /** The first part: the user or organisation that owns the repository. */
    public String namespace() {
        return value.substring(0, value.indexOf('/'));
    }

    @Override
    public int compareTo(RepositoryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
