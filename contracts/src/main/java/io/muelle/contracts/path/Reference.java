package io.muelle.contracts.path;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.MalformedNameException;
import io.muelle.contracts.name.TagName;

/** The last part of a manifest's path: a tag, a digest, or text that is neither. */
public sealed interface Reference {
    record Tagged(TagName tag) implements Reference {}

    record Addressed(Digest digest) implements Reference {}

    /** Neither: nothing can be stored under it, so a read finds nothing and a write is refused with this reason. */
    record Malformed(MalformedNameException reason) implements Reference {}

    static Reference parse(String text) {
        try {
            return text.indexOf(':') < 0 ? new Tagged(new TagName(text)) : new Addressed(Digest.parse(text));
        } catch (MalformedNameException malformed) {
            return new Malformed(malformed);
        }
    }
}
