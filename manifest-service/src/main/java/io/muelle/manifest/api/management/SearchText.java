package io.muelle.manifest.api.management;

import io.muelle.platform.api.ProblemException;

/** Text that a client looks for in names. */
final class SearchText {
    private static final int MAX_LENGTH = 255;

    private SearchText() {}

    static String of(String field, String text) {
        if (text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid(
                    field, "A text to look for has at most " + MAX_LENGTH + " characters, none of them control.");
        }
        return text;
    }
}
