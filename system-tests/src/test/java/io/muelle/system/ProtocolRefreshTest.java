package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens by POST, and refresh tokens (distribution, "OAuth2 Token Authentication"). */
class ProtocolRefreshTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Registry registry = Registry.shared();
    private final Person person = Person.made(registry);
    private final Repository own = person.repository();

    @Test
    void shouldGrantForAPassword() {
        JsonNode answer = post(password() + "&scope=repository:" + own.name() + ":pull,push")
                .expect(200)
                .json();

        assertThat(answer.get("scope").textValue()).isEqualTo("repository:" + own.name() + ":pull,push");
        assertThat(answer.get("expires_in").intValue()).isBetween(300, 3600);
        assertThat(answer.get("issued_at").textValue()).endsWith("Z");
        assertThat(answer.has("refresh_token")).isFalse();
        own.as(bearer(answer)).pushImage("latest");
    }

    @Test
    void shouldGrantForARefreshToken() {
        String refresh = refreshToken();

        JsonNode answer = refresh(refresh, "repository:" + own.name() + ":pull,push repository:a/b:pull")
                .expect(200)
                .json();

        assertThat(answer.get("scope").textValue()).isEqualTo("repository:" + own.name() + ":pull,push");
        own.as(bearer(answer)).pushImage("latest");
        refresh(answer.get("refresh_token").textValue(), "").expect(200);
    }

    @Test
    void shouldGiveARefreshTokenByGet() {
        String refresh = person.client()
                .get("/token?service=muelle&offline_token=true")
                .expect(200)
                .json()
                .get("refresh_token")
                .textValue();

        refresh(refresh, "").expect(200);
    }

    @Test
    void shouldGiveNoRefreshTokenToAStranger() {
        JsonNode answer = registry.anonymous()
                .get("/token?service=muelle&offline_token=true")
                .expect(200)
                .json();

        assertThat(answer.has("refresh_token")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "", "%00", "\u0000"})
    void shouldRefuseARefreshTokenThatIsNone(String token) {
        refresh(token, "").expectError(401, "UNAUTHORIZED");
    }

    @Test
    void shouldNotTakeATokenForARefreshToken() {
        String token = post(password()).expect(200).json().get("access_token").textValue();

        refresh(token, "").expectError(401, "UNAUTHORIZED");
    }

    @Test
    void shouldNotTakeARefreshTokenForAToken() {
        registry.anonymous().withToken(refreshToken()).get("/v2/").expectError(401, "UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"enabled\":false}", "{\"password\":\"another-password-of-tests\"}"})
    void shouldEndRefreshTokensWithWhatTheyStandFor(String change) {
        String refresh = refreshToken();

        registry.administrator()
                .send(
                        "PATCH",
                        "/api/v1/users/" + person.name(),
                        BodyPublishers.ofString(change),
                        "Content-Type",
                        "application/merge-patch+json")
                .expect(200);

        refresh(refresh, "").expectError(401, "UNAUTHORIZED");
    }

    @Test
    void shouldEndRefreshTokensWithTheAccount() {
        String refresh = refreshToken();

        registry.administrator()
                .send("DELETE", "/api/v1/users/" + person.name())
                .expect(204);

        refresh(refresh, "").expectError(401, "UNAUTHORIZED");
        person.client().get("/token").expectError(401, "UNAUTHORIZED");
    }

    @Test
    void shouldRefuseAWrongPassword() {
        Response refused = post("grant_type=password&service=muelle&username=" + person.name() + "&password=wrong-one")
                .expectError(401, "UNAUTHORIZED");

        assertThat(refused.header("WWW-Authenticate")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "grant_type=", "grant_type=authorization_code", "%%%", "grant_type=%ZZ", "{}"})
    void shouldRefuseWhatItDoesNotGrantFor(String form) {
        post(form).expectError(400, "UNSUPPORTED");
    }

    @Test
    void shouldRefuseAFormThatIsTooLarge() {
        post(password() + "&scope=" + "x".repeat(100_000)).expectError(413, "SIZE_INVALID");
    }

    private Response post(String form) {
        return registry.anonymous().send("POST", "/token", BodyPublishers.ofString(form), "Content-Type", FORM);
    }

    private Response refresh(String token, String scope) {
        return post("grant_type=refresh_token&service=muelle&client_id=tests&refresh_token=" + encoded(token)
                + "&scope=" + encoded(scope));
    }

    private String refreshToken() {
        return post(password() + "&access_type=offline")
                .expect(200)
                .json()
                .get("refresh_token")
                .textValue();
    }

    private String password() {
        return "grant_type=password&service=muelle&client_id=tests&username=" + person.name() + "&password="
                + encoded(person.password());
    }

    private Client bearer(JsonNode answer) {
        return registry.anonymous().withToken(answer.get("access_token").textValue());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
