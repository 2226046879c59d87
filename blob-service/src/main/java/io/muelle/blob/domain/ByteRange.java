package io.muelle.blob.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a blob that a {@code Range} header asks for (RFC 9110 §14.1.2): one range of bytes. */
public sealed interface ByteRange {
    int MOST_DIGITS = 18;
    Pattern ONE_RANGE = Pattern.compile("(?i:bytes)=(\\d*)-(\\d*)");

    /** All of it: no range was asked for, or one that may be ignored. */
    record Whole() implements ByteRange {}

    /** From {@code first} on, {@code length} bytes. */
    record Part(long first, long length) implements ByteRange {
        public long last() {
            return first + length - 1;
        }
    }

    /** Nothing of the blob lies in it. */
    record Unsatisfiable() implements ByteRange {}

    /** Several ranges and other units are ignored, as the specification allows. */
    static ByteRange of(String header, long size) {
        Matcher range = ONE_RANGE.matcher(header == null ? "" : header.trim());
        if (!range.matches()) {
            return new Whole();
        }
        Optional<Long> first = number(range.group(1));
        Optional<Long> last = number(range.group(2));
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(last.get(), size);
        }
        long end = Math.min(last.orElse(Long.MAX_VALUE), size - 1);
        return first.get() > end ? new Unsatisfiable() : new Part(first.get(), end - first.get() + 1);
    }

    private static ByteRange suffix(long count, long size) {
        long length = Math.min(count, size);
        return length == 0 ? new Unsatisfiable() : new Part(size - length, length);
    }

    private static Optional<Long> number(String digits) {
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(digits.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits));
    }
}
