package io.muelle.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.access.TrustedKeys;
import io.muelle.contracts.access.TrustedKeys.Revocation;
import io.muelle.contracts.ask.SigningKeys;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.testsupport.MutableClock;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final RepositoryName REPOSITORY = new RepositoryName("alice/app");

    private final MutableClock clock = new MutableClock(NOW);
    private EllipticCurveJsonWebKey key;
    private List<Revocation> revocations = List.of();
    private TrustStore trust;
    private TokenVerifier verifier;

    @BeforeEach
    void trustOneKey() throws JoseException {
        key = key("one");
        SigningKeys signingKeys = () -> Uni.createFrom()
                .item(new TrustedKeys(new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY), revocations));
        trust = new TrustStore(signingKeys, clock);
        trust.refresh().await().indefinitely();
        verifier = new TokenVerifier(trust, clock);
    }

    @Test
    void shouldReadBackWhatWasSigned() throws JoseException {
        Token token = token(Audience.REGISTRY);
        assertThat(verifier.verify(signed(token, key), Audience.REGISTRY)).contains(token);
    }

    /** Else revocations would be known only when the clock is again where it was. */
    @Test
    void shouldFetchRevocationsThoughTheClockWasPutBack() throws JoseException {
        clock.advance(Duration.ofHours(-1));
        Token token = token(Audience.REGISTRY);
        revocations = List.of(new Revocation(
                Revocation.Kind.ACCOUNT, token.actor().name(), token.issuedAt().plusSeconds(1)));

        trust.refreshWhenDue().await().indefinitely();

        assertThat(verifier.verify(signed(token, key), Audience.REGISTRY)).isEmpty();
    }

    @Test
    void shouldRefuseAnotherAudience() throws JoseException {
        String text = signed(token(Audience.API), key);
        assertThat(verifier.verify(text, Audience.REGISTRY)).isEmpty();
        assertThat(verifier.verify(text, Audience.API)).isPresent();
        assertThat(verifier.verify(text, Audience.REGISTRY)).isEmpty();
    }

    @Test
    void shouldRefuseWhatHasEndedAlsoIfItIsRemembered() throws JoseException {
        String text = signed(token(Audience.REGISTRY), key);
        assertThat(verifier.verify(text, Audience.REGISTRY)).isPresent();
        clock.advance(Duration.ofMinutes(10));
        assertThat(verifier.verify(text, Audience.REGISTRY)).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsRevokedAlsoIfItIsRemembered() throws JoseException {
        Token token = token(Audience.REGISTRY);
        String text = signed(token, key);
        assertThat(verifier.verify(text, Audience.REGISTRY)).isPresent();
        revocations = List.of(new Revocation(Revocation.Kind.ACCOUNT, "alice", NOW.plusSeconds(1)));
        trust.refresh().await().indefinitely();
        assertThat(verifier.verify(text, Audience.REGISTRY)).isEmpty();
        revocations = List.of(new Revocation(Revocation.Kind.TOKEN, token.id().toString(), NOW.plusSeconds(1)));
        trust.refresh().await().indefinitely();
        assertThat(verifier.verify(text, Audience.REGISTRY)).isEmpty();
    }

    @Test
    void shouldRefuseAForeignKeyOfTheSameId() throws JoseException {
        assertThat(verifier.verify(signed(token(Audience.REGISTRY), key("one")), Audience.REGISTRY))
                .isEmpty();
    }

    @Test
    void shouldRefuseAKeyThatNobodyKnowsThoughTheTokenBringsIt() throws JoseException {
        EllipticCurveJsonWebKey stranger = key("two");
        JsonWebSignature signature = signature(token(Audience.REGISTRY));
        signature.setKeyIdHeaderValue("two");
        signature.getHeaders().setJwkHeaderValue("jwk", stranger);
        signature.setKey(stranger.getPrivateKey());
        assertThat(verifier.verify(signature.getCompactSerialization(), Audience.REGISTRY))
                .isEmpty();
    }

    @Test
    void shouldRefuseAlgorithmNone() throws JoseException {
        JsonWebSignature signature = signature(token(Audience.REGISTRY));
        signature.setAlgorithmHeaderValue("none");
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setKeyIdHeaderValue("one");
        assertThat(verifier.verify(signature.getCompactSerialization(), Audience.REGISTRY))
                .isEmpty();
    }

    @Test
    void shouldRefuseThePublicKeyAsASharedSecret() throws JoseException {
        JsonWebSignature signature = signature(token(Audience.REGISTRY));
        signature.setAlgorithmHeaderValue("HS256");
        signature.setKeyIdHeaderValue("one");
        byte[] secret = key.toJson(OutputControlLevel.PUBLIC_ONLY).getBytes(StandardCharsets.UTF_8);
        signature.setKey(new SecretKeySpec(secret, "HmacSHA256"));
        assertThat(verifier.verify(signature.getCompactSerialization(), Audience.REGISTRY))
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoTokenAtAll() {
        assertThat(verifier.verify("", Audience.REGISTRY)).isEmpty();
        assertThat(verifier.verify("a.b.c", Audience.REGISTRY)).isEmpty();
        assertThat(verifier.verify("a".repeat(100_000), Audience.REGISTRY)).isEmpty();
    }

    private static Token token(Audience audience) {
        return new Token(
                UUID.fromString("0199b2a4-0000-7000-8000-000000000001"),
                Actor.user("alice"),
                audience,
                Map.of(REPOSITORY, Set.of(Action.PULL, Action.PUSH)),
                false,
                NOW,
                NOW.plus(Duration.ofMinutes(10)));
    }

    private static EllipticCurveJsonWebKey key(String id) throws JoseException {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId(id);
        return key;
    }

    private static JsonWebSignature signature(Token token) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue("ES256");
        signature.setPayload(TokenClaims.of(token).toJson());
        return signature;
    }

    private static String signed(Token token, EllipticCurveJsonWebKey key) throws JoseException {
        JsonWebSignature signature = signature(token);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }
}
