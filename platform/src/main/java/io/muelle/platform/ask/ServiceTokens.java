package io.muelle.platform.ask;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/**
 * The tokens of services that ask one another: HS256 by the secret of the one who is asked, for a minute, with an
 * audience of its own, so that neither a user's token nor one for another service is any good.
 */
@Singleton
public class ServiceTokens {
    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final int MIN_SECRET = 32;
    private static final AlgorithmConstraints HS256 =
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256);

    private final ServiceConfig service;
    private final Clock clock;

    public ServiceTokens(ServiceConfig service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    /** A token with which this process asks {@code asked}. */
    String issue(String asked, String secret) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(name());
        claims.setAudience(audience(asked));
        claims.setIssuedAt(NumericDate.fromMilliseconds(clock.millis()));
        claims.setExpirationTime(
                NumericDate.fromMilliseconds(clock.instant().plus(LIFETIME).toEpochMilli()));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKey(key(secret));
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException failure) {
            throw new IllegalStateException("A service's token cannot be signed", failure);
        }
    }

    /** The service that asks, if its token is genuine and for this one. */
    Optional<String> verify(String text) {
        if (service.secret().isEmpty()) {
            return Optional.empty();
        }
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setVerificationKey(key(service.secret().get()))
                .setJwsAlgorithmConstraints(HS256)
                .setExpectedAudience(audience(name()))
                .setRequireSubject()
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes(5)
                .setAllowedClockSkewInSeconds(30)
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build();
        try {
            return Optional.of(consumer.processToClaims(text).getSubject());
        } catch (InvalidJwtException | MalformedClaimException | RuntimeException refused) {
            // Whatever a stranger sends as a token is at worst not a token.
            return Optional.empty();
        }
    }

    private String name() {
        return service.name().orElse("muelle");
    }

    private static String audience(String service) {
        return "muelle-service-" + service;
    }

    private static SecretKeySpec key(String secret) {
        if (secret.length() < MIN_SECRET) {
            throw new IllegalStateException("A service's secret has " + MIN_SECRET + " characters or more");
        }
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }
}
