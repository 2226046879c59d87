package io.muelle.blob.store.s3;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the bytes of an upload lie: in the parts of a multipart upload, and those after them, too few for a part, in an
 * object of their own.
 *
 * @param upload the multipart upload's id, or null before the first part
 * @param reserved numbers up to this one may have been used for parts
 * @param rest where the last bytes lie, or null
 * @param tried whether somebody may have had the parts put together
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record S3Notes(String upload, int reserved, List<Part> parts, Rest rest, boolean tried) {
    static final S3Notes NONE = new S3Notes(null, 0, List.of(), null, false);
    private static final ObjectMapper JSON = new ObjectMapper();

    S3Notes {
        parts = List.copyOf(parts);
    }

    record Part(int number, String etag, long size) {}

    record Rest(String key, long size) {}

    static S3Notes parse(String text) {
        try {
            return text == null ? NONE : JSON.readValue(text, S3Notes.class);
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("The notes of an upload are not of this store", foreign);
        }
    }

    String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** How many bytes they tell of. */
    long size() {
        long inParts = parts.stream().mapToLong(Part::size).sum();
        return inParts + (rest == null ? 0 : rest.size());
    }

    /** With numbers set aside that no other writer will use. */
    S3Notes reserving(String id, int upTo) {
        return new S3Notes(id, upTo, parts, rest, tried);
    }

    /** Before the parts are put together: whether that took effect, may never be heard. */
    S3Notes completing() {
        return new S3Notes(upload, reserved, parts, rest, true);
    }

    /** With parts added, the last bytes in {@code newRest}, and no number set aside that was not needed. */
    S3Notes with(List<Part> more, Rest newRest) {
        List<Part> all = new ArrayList<>(parts);
        all.addAll(more);
        int used = all.isEmpty() ? reserved : all.getLast().number();
        return new S3Notes(upload, more.isEmpty() ? reserved : used, all, newRest, tried);
    }
}
