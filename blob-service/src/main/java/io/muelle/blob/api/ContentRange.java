package io.muelle.blob.api;

import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.vertx.core.http.HttpServerRequest;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Content-Range} of a chunk: {@code 0-99}, as the distribution specification has it, or as HTTP has it. */
final class ContentRange {
    private static final Pattern GRAMMAR =
            Pattern.compile("(?:bytes[ =])?(\\d{1,18})-(\\d{1,18})(?:/(?:\\d{1,18}|\\*))?");

    private ContentRange() {}

    /** Where the chunk begins, if the client says so; refuses one that is malformed or has another length. */
    static OptionalLong start(HttpServerRequest request) {
        String header = request.getHeader("Content-Range");
        if (header == null) {
            return OptionalLong.empty();
        }
        Matcher range = GRAMMAR.matcher(header.trim());
        if (!range.matches()) {
            throw invalid("A Content-Range is written <first>-<last>.");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        String length = request.getHeader("Content-Length");
        if (last < first || length != null && !length.equals(Long.toString(last - first + 1))) {
            throw invalid("The Content-Range and the Content-Length do not agree.");
        }
        return OptionalLong.of(first);
    }

    private static RegistryException invalid(String message) {
        return new RegistryException(ErrorCode.BLOB_UPLOAD_INVALID, message);
    }
}
