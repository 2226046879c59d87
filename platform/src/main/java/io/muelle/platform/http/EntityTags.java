package io.muelle.platform.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entity tags in the conditions of a request (RFC 9110 §13.1). */
public final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

    private EntityTags() {}

    /** Whether the client has what {@code tag} names already, by its {@code If-None-Match}. */
    public static boolean hasIt(String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.trim().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(ifNoneMatch);
        while (tags.find()) {
            if (tags.group(2).equals(tag)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a {@code Range} counts, by the {@code If-Range} beside it: a part of something else is of no use. */
    public static boolean rangeCounts(String ifRange, String tag) {
        return ifRange == null || ifRange.trim().equals(tag);
    }
}
