package io.muelle.manifest.api.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.muelle.platform.api.ProblemException;

/** What a request says of a repository; what it does not say is null, and a JSON null asks for the default (RFC 7396). */
public final class RepositoryInput {
    private static final int MAX_DESCRIPTION = 1_000;

    @JsonProperty
    @JsonSetter(nulls = Nulls.AS_EMPTY)
    private String description;

    @JsonProperty
    @JsonSetter(nulls = Nulls.AS_EMPTY)
    private Boolean sparseManifests;

    String description() {
        boolean valid = description == null
                || description.length() <= MAX_DESCRIPTION
                        && description.chars().allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\t');
        if (!valid) {
            throw ProblemException.invalid(
                    "description",
                    "A description has at most " + MAX_DESCRIPTION
                            + " characters, and no control characters but line feeds and tabs.");
        }
        return description;
    }

    Boolean sparseManifests() {
        return sparseManifests;
    }

    /** Whether it says anything. */
    boolean isEmpty() {
        return description == null && sparseManifests == null;
    }
}
