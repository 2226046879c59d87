package io.muelle.gateway.access.key;

import java.time.Instant;
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

    @Override
    public String toString() {
        return "SigningKey[" + jwk.getKeyId() + "]";
    }
}
