package io.muelle.contracts.name;

import io.muelle.contracts.name.MalformedNameException.Kind;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The address of content: an algorithm and its hash in lower-case hexadecimal (image-spec, descriptor.md, "Digests").
 * Ordered by its text, which is the order in which rows are locked.
 */
public record Digest(DigestAlgorithm algorithm, String hex) implements Comparable<Digest> {
    private static final HexFormat HEX = HexFormat.of();

    public Digest {
        Objects.requireNonNull(algorithm, "algorithm");
        if (hex.length() != algorithm.hexLength() || !isLowerHex(hex)) {
            throw new MalformedNameException(
                    Kind.DIGEST,
                    "A " + algorithm.label() + " digest has " + algorithm.hexLength()
                            + " characters of 0-9 and a-f after the colon.");
        }
    }

    /** Reads {@code algorithm:hex}; refuses with {@link MalformedNameException} what is malformed or not supported. */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new MalformedNameException(Kind.DIGEST, "A digest is written algorithm:hex, such as sha256:….");
        }
        DigestAlgorithm algorithm = DigestAlgorithm.ofLabel(text.substring(0, colon))
                .orElseThrow(() -> new MalformedNameException(
                        Kind.DIGEST, "The digest algorithm is not supported: use sha256 or sha512."));
        return new Digest(algorithm, text.substring(colon + 1));
    }

    /** Takes the finished hash out of {@code messageDigest}, which starts anew. */
    public static Digest finish(DigestAlgorithm algorithm, MessageDigest messageDigest) {
        return new Digest(algorithm, HEX.formatHex(messageDigest.digest()));
    }

    public static Digest of(DigestAlgorithm algorithm, byte[] content) {
        return finish(algorithm, withContent(algorithm.newMessageDigest(), content));
    }

    private static MessageDigest withContent(MessageDigest messageDigest, byte[] content) {
        messageDigest.update(content);
        return messageDigest;
    }

    private static boolean isLowerHex(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    @Override
    public int compareTo(Digest other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return algorithm.label() + ':' + hex;
    }
}
