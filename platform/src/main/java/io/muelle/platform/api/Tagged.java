package io.muelle.platform.api;

import jakarta.ws.rs.core.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people configure carries an {@code ETag} and is changed under {@code If-Match} (RFC 9110 §13.1.1). */
public final class Tagged {
    private static final Pattern TAG = Pattern.compile("\"(-?\\d{1,9})\"");

    private Tagged() {}

    public static Response response(int status, Object entity, int version) {
        return Response.status(status)
                .entity(entity)
                .header("ETag", "\"" + version + '"')
                .build();
    }

    /** The version a change is meant for, or null for any. */
    public static Integer version(String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return null;
        }
        Matcher tag = TAG.matcher(ifMatch.trim());
        if (!tag.matches()) {
            throw stale();
        }
        return Integer.valueOf(tag.group(1));
    }

    public static ProblemException stale() {
        return new ProblemException(
                ProblemType.PRECONDITION_FAILED, "Somebody changed it in the meantime: read it again, then change it.");
    }
}
