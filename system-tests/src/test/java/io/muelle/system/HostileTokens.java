package io.muelle.system;

import static io.muelle.system.Documents.OCI_MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Attacks by tokens and by log-ins. */
final class HostileTokens {
    private static final int TRIES = 5;
    private static final int NANOS_OF_NO_HASH = 3_000_000;

    private HostileTokens() {}

    static void keysOfTheAttackers(Registry registry) throws JoseException {
        Repository repository = Repository.fresh(registry);
        repository.pushImage("latest");
        String genuine = genuine(repository);
        JsonWebKey trusted = new JsonWebKeySet(
                        registry.anonymous().get("/.well-known/jwks.json").text())
                .getJsonWebKeys()
                .getFirst();

        for (String forged : forgeries(genuine, trusted)) {
            Repository seen = repository.as(registry.anonymous().withToken(forged));
            seen.getManifest("latest").expectError(401, "UNAUTHORIZED");
            seen.delete("manifests/latest").expectError(401, "UNAUTHORIZED");
            registry.anonymous().withToken(forged).get("/v2/").expectError(401, "UNAUTHORIZED");
            registry.anonymous().withToken(forged).get("/api/v1/me").expect(401);
        }
        Client allowed = registry.anonymous().withToken(genuine);
        repository.as(allowed).getManifest("latest").expect(200);
    }

    /** A token of the registry's own that allows all. */
    private static String genuine(Repository repository) {
        return repository
                .client()
                .get("/token?service=muelle&scope=repository:" + repository.name() + ":*")
                .expect(200)
                .json()
                .get("token")
                .textValue();
    }

    private static List<String> forgeries(String genuine, JsonWebKey trusted) throws JoseException {
        String[] parts = genuine.split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        EllipticCurveJsonWebKey own = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        List<String> forgeries = new ArrayList<>();
        forgeries.add(token(payload, own, trusted.getKeyId()).getCompactSerialization());
        for (String header : List.of("jku", "x5u")) {
            JsonWebSignature token = token(payload, own, trusted.getKeyId());
            token.setHeader(header, "http://127.0.0.1:1/keys");
            forgeries.add(token.getCompactSerialization());
        }
        for (String keyId : List.of(trusted.getKeyId(), "own", "../../../dev/null", "' OR 1=1 --")) {
            JsonWebSignature token = token(payload, own, keyId);
            token.getHeaders().setJwkHeaderValue("jwk", own);
            forgeries.add(token.getCompactSerialization());
        }
        forgeries.add(unsigned("{\"alg\":\"none\",\"kid\":\"" + trusted.getKeyId() + "\"}", payload));
        forgeries.add(unsigned("{\"alg\":\"NoNe\"}", payload));
        forgeries.addAll(signedWithThePublicKey(payload, trusted));
        forgeries.add(parts[0] + '.' + parts[1] + '.');
        forgeries.add(parts[0] + '.' + parts[1]);
        forgeries.add(parts[0] + ".e30." + parts[2]);
        return forgeries;
    }

    private static String unsigned(String header, String payload) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(Documents.bytes(header))
                + '.'
                + encoder.encodeToString(Documents.bytes(payload))
                + '.';
    }

    /** Who takes a public key for a shared secret trusts everybody. */
    private static List<String> signedWithThePublicKey(String payload, JsonWebKey trusted) throws JoseException {
        List<String> forgeries = new ArrayList<>();
        for (byte[] secret : List.of(
                trusted.getKey().getEncoded(),
                Documents.bytes(trusted.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)))) {
            JsonWebSignature token = new JsonWebSignature();
            token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            token.setKeyIdHeaderValue(trusted.getKeyId());
            token.setKey(new HmacKey(secret));
            token.setPayload(payload);
            forgeries.add(token.getCompactSerialization());
        }
        return forgeries;
    }

    private static JsonWebSignature token(String payload, EllipticCurveJsonWebKey key, String keyId) {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        token.setKeyIdHeaderValue(keyId);
        token.setHeader("typ", "JWT");
        token.setKey(key.getPrivateKey());
        token.setPayload(payload);
        return token;
    }

    /** A name that nobody has costs as much as a wrong password, so far as one can see from outside. */
    static void timing(Registry registry) {
        Person person = Person.made(registry);

        long wrong = median(() -> registry.client(person.name(), "wrong-" + UUID.randomUUID()));
        long unknown = median(() -> registry.client("u" + UUID.randomUUID(), "wrong-" + UUID.randomUUID()));

        assertThat(wrong).isGreaterThan(NANOS_OF_NO_HASH);
        assertThat(unknown).isBetween(wrong / 4, wrong * 4);
    }

    private static long median(Supplier<Client> callers) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            Client client = callers.get();
            long begin = System.nanoTime();
            client.get("/token").expect(401);
            nanos.add(System.nanoTime() - begin);
        }
        Collections.sort(nanos);
        return nanos.get(TRIES / 2);
    }

    static void knownPasswords(Registry registry) {
        for (String password : List.of("", "admin", "password", "muelle", "Harbor12345", "changeme", "admin123")) {
            assertThat(registry.client("admin", password).get("/token").status())
                    .isIn(401, 429);
        }
        for (String name : List.of("root", "user", "anonymous", "muelle", "administrator", "service", "postgres")) {
            registry.client(name, name).get("/token").expect(401);
        }
        Response me = registry.administrator().get("/api/v1/me").expect(200);
        Response users = registry.administrator().get("/api/v1/users/admin").expect(200);
        assertThat(me.text() + users.text()).doesNotContain(registry.password()).doesNotContainIgnoringCase("hash");
    }

    static void beyondTheScope(Registry registry) {
        Person person = Person.made(registry);
        Repository one = person.repository();
        Repository other = person.repository();
        one.pushImage("latest");
        other.pushImage("latest");
        byte[] manifest = one.getManifest("latest").body();
        Client pulling = person.client().bearer("repository:" + one.name() + ":pull");

        one.as(pulling).getManifest("latest").expect(200);
        one.as(pulling).put("other", OCI_MANIFEST, manifest).expectError(401, "UNAUTHORIZED");
        one.as(pulling).send("POST", "blobs/uploads/").expectError(401, "UNAUTHORIZED");
        one.as(pulling).delete("manifests/latest").expectError(401, "UNAUTHORIZED");
        one.as(pulling).delete("blobs/" + Image.digest(manifest)).expectError(401, "UNAUTHORIZED");
        other.as(pulling).getManifest("latest").expectError(401, "UNAUTHORIZED");
        other.as(pulling).get("tags/list").expectError(401, "UNAUTHORIZED");
        pulling.get("/v2/_catalog").expectError(401, "UNAUTHORIZED");
        for (String path : List.of("/api/v1/me", "/api/v1/users", "/api/v1/repositories/" + one.name() + "/-/access")) {
            assertThat(pulling.get(path).status()).as(path).isIn(401, 403);
        }
        assertThat(pulling.send("DELETE", "/api/v1/repositories/" + one.name()).status())
                .isIn(401, 403);
        one.getManifest("latest").expect(200);
    }
}
