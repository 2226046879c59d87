package io.muelle.contracts.name;

import io.muelle.contracts.name.MalformedNameException.Kind;
import java.util.regex.Pattern;

/** A tag: at most 128 characters (distribution-spec, "Pulling manifests"). */
public record TagName(String value) implements Comparable<TagName> {
    private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    public TagName {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new MalformedNameException(
                    Kind.TAG,
                    "A tag has at most 128 characters of letters, digits, '_', '.' and '-',"
                            + " and does not begin with '.' or '-'.");
        }
    }

    @Override
    public int compareTo(TagName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
