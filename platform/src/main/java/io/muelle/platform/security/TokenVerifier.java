package io.muelle.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Checks Muelle's tokens: ES256 by a key of the gateway's key set, whatever else the token's header offers. A good token
 * is remembered by its hash until it ends; its end and the revocations are looked at each time.
 */
@Singleton
public class TokenVerifier {
    private static final int MAX_LENGTH = 16 * 1024;
    private static final int REMEMBERED = 20_000;
    private static final AlgorithmConstraints ES256 =
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    private final Cache<ByteBuffer, Token> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final TrustStore trust;
    private final Clock clock;

    @Inject
    public TokenVerifier(TrustStore trust, Clock clock) {
        this.trust = trust;
        this.clock = clock;
    }

    /** The token, if it is genuine, in force and for this audience. */
    public Optional<Token> verify(String text, Audience audience) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        ByteBuffer hash = hash(text);
        Token token = remembered.getIfPresent(hash);
        if (token == null) {
            token = check(text, audience).orElse(null);
            if (token == null) {
                return Optional.empty();
            }
            remembered.put(hash, token);
        }
        boolean inForce =
                token.audience() == audience && clock.instant().isBefore(token.expiresAt()) && !trust.revoked(token);
        return inForce ? Optional.of(token) : Optional.empty();
    }

    private Optional<Token> check(String text, Audience audience) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(this::key)
                .setJwsAlgorithmConstraints(ES256)
                .setExpectedIssuer(TokenClaims.ISSUER)
                .setExpectedAudience(audience.claim())
                .setRequireSubject()
                .setRequireJwtId()
                .setRequireIssuedAt()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(30)
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build();
        try {
            return Optional.of(TokenClaims.token(consumer.processToClaims(text), audience));
        } catch (InvalidJwtException | MalformedClaimException | RuntimeException refused) {
            // Whatever a stranger sends as a token is at worst not a token.
            return Optional.empty();
        }
    }

    private Key key(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        return Optional.ofNullable(signature.getKeyIdHeaderValue())
                .flatMap(trust::key)
                .orElseThrow(() -> new UnresolvableKeyException("The key is not one of the gateway's."));
    }

    private static ByteBuffer hash(String text) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
