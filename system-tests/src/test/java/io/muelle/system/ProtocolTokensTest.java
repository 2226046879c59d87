package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens by GET (distribution, "Token Authentication"). */
class ProtocolTokensTest {
    private final Registry registry = Registry.shared();
    private final Person person = Person.made(registry);
    private final Repository own = person.repository();
    private final Repository other = person.repository();

    @Test
    void shouldAnswerATokenInEveryWayClientsReadIt() {
        Response answer = person.client().get("/token?service=muelle").expect(200);

        JsonNode body = answer.json();
        assertThat(body.get("token").textValue()).isNotBlank();
        assertThat(body.get("access_token")).isEqualTo(body.get("token"));
        assertThat(body.get("expires_in").intValue()).isBetween(300, 3600);
        assertThat(body.get("issued_at").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        assertThat(Duration.between(Instant.parse(body.get("issued_at").textValue()), Instant.now()))
                .isLessThan(Duration.ofMinutes(1));
        assertThat(body.has("refresh_token")).isFalse();
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        registry.anonymous()
                .withToken(body.get("token").textValue())
                .get("/v2/")
                .expect(200);
    }

    @Test
    void shouldSignWhatTheKeySetVerifies() throws Exception {
        String token = token("repository:" + own.name() + ":pull,push");
        JsonWebKeySet keys = new JsonWebKeySet(
                registry.anonymous().get("/.well-known/jwks.json").expect(200).text());

        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys.getJsonWebKeys()))
                .setSkipDefaultAudienceValidation()
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireNotBefore()
                .setRequireJwtId()
                .build()
                .processToClaims(token);

        assertThat(claims.getIssuer()).isNotBlank();
        assertThat(claims.getAudience()).hasSize(1);
        assertThat(claims.getSubject()).isEqualTo(person.name());
        assertThat(claims.toJson()).contains("\"access\":[{").contains(own.name());
        assertThat(keys.toJson()).doesNotContain("\"d\":");
    }

    static Stream<String> queries() {
        return Stream.of(
                "&scope=repository:%s:pull,push&scope=repository:%s:pull",
                "&scope=repository:%s:pull,push%%20repository:%s:pull",
                "&scope=repository:%s:pull,push+repository:%s:pull",
                "&scope=nonsense%%20repository:%s:push&scope=repository:%1$s:pull&scope=x%%20repository:%2$s:pull",
                "&account=somebody&client_id=x&scope=repository:%s:*&scope=repository(plugin):%s:pull");
    }

    @ParameterizedTest
    @MethodSource("queries")
    void shouldGrantEveryScope(String query) {
        other.pushImage("latest");

        Client bearer = registry.anonymous()
                .withToken(person.client()
                        .get("/token?service=muelle" + query.formatted(own.name(), other.name()))
                        .expect(200)
                        .json()
                        .get("token")
                        .textValue());

        own.as(bearer).pushImage("latest");
        own.as(bearer).getManifest("latest").expect(200);
        other.as(bearer).getManifest("latest").expect(200);
        other.as(bearer).send("POST", "blobs/uploads/").expectError(401, "UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "repository:NOT A NAME:pull",
                "repository:alpine:pull",
                "repository:a/b",
                "repository:a/b:fly",
                "registry:nothing:*",
                "cluster:a/b:pull",
                ":::",
                "repository:a/b:pull\u0000",
                ""
            })
    void shouldGrantNothingForAScopeThatIsUnknown(String scope) {
        String encoded = URLEncoder.encode(scope, StandardCharsets.UTF_8);

        Response answer =
                person.client().get("/token?service=muelle&scope=" + encoded).expect(200);

        assertThat(answer.json().get("scope").textValue()).isEmpty();
    }

    @Test
    void shouldGrantOnlyWhatTheAccountMayDo() {
        Person stranger = Person.made(registry);
        own.pushImage("latest");
        Client bearer = stranger.client().bearer("repository:" + own.name() + ":pull,push,delete");

        own.as(bearer).getManifest("latest").expectError(401, "UNAUTHORIZED");

        own.publish();
        Client again = stranger.client().bearer("repository:" + own.name() + ":pull,push,delete");
        own.as(again).getManifest("latest").expect(200);
        own.as(again).send("POST", "blobs/uploads/").expectError(401, "UNAUTHORIZED");
        own.as(again).delete("manifests/latest").expectError(401, "UNAUTHORIZED");
    }

    @Test
    void shouldLetStrangersPullWhatIsPublic() {
        own.pushImage("latest");
        other.pushImage("latest");
        own.publish();

        Client stranger = registry.anonymous()
                .bearer("repository:" + own.name() + ":pull", "repository:" + other.name() + ":pull");

        own.as(stranger).getManifest("latest").expect(200);
        own.as(stranger).get("tags/list").expect(200);
        Response refused = other.as(stranger).getManifest("latest").expectError(401, "UNAUTHORIZED");
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer realm=");
    }

    @Test
    void shouldSayWhereToGetATokenAndForWhat() {
        String realm = "Bearer realm=\"" + registry.address() + "/token\",service=\"muelle\"";
        Repository stranger = own.as(registry.anonymous());
        String scope = ",scope=\"repository:" + own.name();

        for (String path : List.of("/v2", "/v2/")) {
            assertThat(challenge(registry.anonymous().get(path))).isEqualTo(realm);
        }
        assertThat(challenge(stranger.get("manifests/latest"))).isEqualTo(realm + scope + ":pull\"");
        assertThat(challenge(stranger.send("POST", "blobs/uploads/"))).isEqualTo(realm + scope + ":pull,push\"");
        assertThat(challenge(stranger.delete("manifests/latest"))).isEqualTo(realm + scope + ":delete\"");
    }

    private static String challenge(Response answer) {
        answer.expectError(401, "UNAUTHORIZED");
        assertThat(answer.header("Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
        return answer.header("WWW-Authenticate");
    }

    @Test
    void shouldSayWhatATokenLacks() {
        own.pushImage("latest");
        Repository pulling = own.as(person.client().bearer("repository:" + own.name() + ":pull"));

        String challenge = pulling.send("POST", "blobs/uploads/")
                .expectError(401, "UNAUTHORIZED")
                .header("WWW-Authenticate");

        assertThat(challenge)
                .contains("scope=\"repository:" + own.name() + ":pull,push\"")
                .contains("error=\"insufficient_scope\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a.b.c", "", "eyJhbGciOiJub25lIn0.e30."})
    void shouldRefuseWhatIsNoToken(String token) {
        Response refused = registry.anonymous().withToken(token).get("/v2/").expectError(401, "UNAUTHORIZED");

        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer realm=");
    }

    @Test
    void shouldTakeNameAndPasswordStraightAway() {
        person.client().get("/v2/").expect(200);
        own.pushImage("latest");
        own.getManifest("latest").expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "/token?service=muelle&scope=repository:a/b:pull", "/v2/", "/v2/a/b/tags/list"})
    void shouldRefuseAWrongPassword(String path) {
        for (Client wrong : List.of(
                registry.client(person.name(), "another-password"),
                registry.client(person.name(), ""),
                registry.client("nobody-of-that-name", person.password()),
                registry.client("", ""),
                registry.client("x".repeat(1000), "y".repeat(1000)),
                registry.client("a\u0000b", "c\u0000d"))) {
            Response refused = wrong.get(path).expectError(401, "UNAUTHORIZED");
            assertThat(refused.header("WWW-Authenticate")).isNotBlank();
        }
    }

    private String token(String scope) {
        return person.client()
                .get("/token?service=muelle&scope=" + scope)
                .expect(200)
                .json()
                .get("token")
                .textValue();
    }
}
