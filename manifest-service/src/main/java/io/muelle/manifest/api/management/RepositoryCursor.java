package io.muelle.manifest.api.management;

import io.muelle.manifest.api.VisibleRepositories.Cursor;
import io.muelle.platform.api.ProblemException;
import java.util.UUID;

/** A {@link Cursor} as text: the last name, and after a colon, which no name has, the row where it stopped. */
final class RepositoryCursor {
    private RepositoryCursor() {}

    static String text(Cursor cursor) {
        return cursor.row() == null ? cursor.name() : cursor.name() + ':' + cursor.row();
    }

    static Cursor parse(String text) {
        SearchText.of("after", text);
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Cursor(text, null);
        }
        try {
            return new Cursor(text.substring(0, colon), UUID.fromString(text.substring(colon + 1)));
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.invalid("after", "The parameter after is the next of the page before.");
        }
    }
}
