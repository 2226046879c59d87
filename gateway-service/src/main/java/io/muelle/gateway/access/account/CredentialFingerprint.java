package io.muelle.gateway.access.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Recognises credentials without keeping them: their HMAC under a key that only this process has. */
final class CredentialFingerprint {
    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;

    CredentialFingerprint() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    String of(Credentials credentials) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(credentials.name().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(credentials.password().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, impossible);
        }
    }
}
