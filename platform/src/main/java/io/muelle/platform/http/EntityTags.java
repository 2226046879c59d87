package io.muelle.platform.http;

import io.vertx.core.MultiMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entity tags in the conditions of a request (RFC 9110 §13.1). */
public final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

    private EntityTags() {}

    /**
     * Whether the client has already what it asks for: its {@code If-None-Match} is a list with this tag, compared
     * weakly, or {@code *}.
     *
     * @param etag of what is there, with its quotation marks
     */
    public static boolean matches(MultiMap headers, String etag) {
        return headers.getAll("If-None-Match").stream().anyMatch(list -> contains(list, etag));
    }

    private static boolean contains(String list, String etag) {
        if (list.strip().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(list);
        while (tags.find()) {
            if (tags.group(1).equals(etag)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a {@code Range} counts, by the {@code If-Range} beside it: a part of something else is of no use. */
    public static boolean rangeCounts(String ifRange, String etag) {
        return ifRange == null || ifRange.strip().equals(etag);
    }
}
