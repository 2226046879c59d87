package io.muelle.gateway.access.key;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/** A key that signs tokens from an instant on, until the next one does, and is trusted until its last token has ended. */
record SigningKey(EllipticCurveJsonWebKey jwk, Instant signsFrom, Instant trustedUntil) {
    static SigningKey of(SigningKeyEntity entity) {
        try {
            return new SigningKey(
                    (EllipticCurveJsonWebKey) JsonWebKey.Factory.newJwk(entity.jwk),
                    entity.signsFrom,
                    entity.trustedUntil);
        } catch (JoseException malformed) {
            throw new IllegalStateException("The stored signing key " + entity.id + " is malformed", malformed);
        }
    }

    /**
     * The one of these that signs at that time. Where all begin later, since the clock was put back, the first: it has
     * been published already.
     */
    static Optional<SigningKey> at(Instant now, List<SigningKey> keys) {
        Comparator<SigningKey> order = Comparator.comparing(SigningKey::signsFrom);
        return keys.stream()
                .filter(key -> !now.isBefore(key.signsFrom()))
                .max(order)
                .or(() -> keys.stream().min(order));
    }

    @Override
    public String toString() {
        return "SigningKey[" + jwk.getKeyId() + "]";
    }
}
