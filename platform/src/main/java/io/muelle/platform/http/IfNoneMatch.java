package io.muelle.platform.http;

import io.vertx.core.MultiMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a client has already what it asks for (RFC 9110 §13.1.2): a list of entity tags, compared weakly, or {@code *}. */
public final class IfNoneMatch {
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

    private IfNoneMatch() {}

    /**
     * Whether the answer is 304.
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
}
