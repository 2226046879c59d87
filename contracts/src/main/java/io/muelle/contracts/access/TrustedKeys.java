package io.muelle.contracts.access;

import java.time.Instant;
import java.util.List;

/**
 * Whose signatures count and which do not any more: the key set that verifies Muelle's tokens and the revocations in
 * force. Fetched every 15 s.
 *
 * @param keySet a JSON Web Key Set (RFC 7517) of public ES256 keys
 */
public record TrustedKeys(String keySet, List<Revocation> revocations) {
    public TrustedKeys {
        revocations = List.copyOf(revocations);
    }

    /** Tokens of one account, or one token, that were issued before an instant count no more. */
    public record Revocation(Kind kind, String value, Instant issuedBefore) {
        /** What {@code value} names. */
        public enum Kind {
            ACCOUNT,
            TOKEN
        }
    }
}
