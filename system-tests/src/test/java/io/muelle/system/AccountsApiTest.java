package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/v1/me} and {@code /api/v1/users}. */
class AccountsApiTest {
    private static final String PASSWORD = "{\"password\":\"password-of-tests\"%s}";

    private final Registry registry = Registry.shared();
    private final Api administrator = new Api(registry.administrator());
    private final Person person = Person.made(registry);
    private final Api own = new Api(person.client());
    private final String path = "/users/" + person.name();
    private final String newcomer = "/users/u" + UUID.randomUUID();

    @Test
    void shouldSayWhoIsCalling() {
        JsonNode me = own.get("/me").expect(200).json();

        assertThat(me.get("name").textValue()).isEqualTo(person.name());
        assertThat(me.get("superuser").booleanValue()).isFalse();
        assertThat(me.get("namespace").textValue()).isEqualTo(person.name());
        assertThat(administrator.get("/me").json().get("superuser").booleanValue())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/me", "/users", "/users/admin", "/repositories", "/repositories/admin/a"})
    void shouldAskStrangersToLogIn(String anyPath) {
        Response refused = new Api(registry.anonymous()).get(anyPath).expectProblem(401);

        assertThat(refused.header("WWW-Authenticate")).isNotBlank();
        new Api(registry.client(person.name(), "wrong-password")).get(anyPath).expectProblem(401);
    }

    @Test
    void shouldMakeAUser() {
        Response made = administrator
                .put(newcomer, PASSWORD.formatted(",\"email\":\"a@example.com\""))
                .expect(201);

        JsonNode user = made.json();
        assertThat(user.get("name").textValue()).isEqualTo(newcomer.substring("/users/".length()));
        assertThat(user.get("email").textValue()).isEqualTo("a@example.com");
        assertThat(user.get("enabled").booleanValue()).isTrue();
        assertThat(user.get("superuser").booleanValue()).isFalse();
        assertThat(user.get("createdAt").textValue()).endsWith("Z");
        assertThat(made.text()).doesNotContain("password");
        Response got = administrator.get(newcomer).expect(200);
        assertThat(got.json()).isEqualTo(user);
        assertThat(got.header("ETag")).isEqualTo(made.header("ETag")).startsWith("\"");
    }

    @Test
    void shouldMakeAUserAgainOnlyTheSame() {
        administrator.put(newcomer, PASSWORD.formatted("")).expect(201);

        administrator.put(newcomer, PASSWORD.formatted("")).expect(200);
        administrator.put(newcomer, "{\"password\":\"another-password\"}").expectProblem(409);
        administrator.put(newcomer, PASSWORD.formatted(",\"superuser\":true")).expectProblem(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"email\":\"a@example.com\"}|password",
                "{\"password\":\"password-of-tests\",\"role\":\"root\"}|role",
                "{\"password\":\"password-of-tests\",\"passwordHash\":\"x\"}|passwordHash",
                "{\"password\":\"password-of-tests\",\"version\":7}|version"
            })
    void shouldNameTheFieldThatIsWrong(String json, String field) {
        administrator.put(newcomer, json).expectInvalid(field);

        administrator.get(newcomer).expectProblem(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "null",
                "\"text\"",
                "{\"password\":\"short\"}",
                "{\"password\":\"password-of-tests\",\"email\":\"nonsense\"}",
                "{\"password\":\"password-of-tests\",\"enabled\":\"perhaps\"}",
                "{\"password\":{}}",
                "{\"password\":\"\\u0000-password\",\"email\":\"\\u0000@a\"}"
            })
    void shouldRefuseWhatIsNoUser(String json) {
        administrator.put(newcomer, json).expectProblem(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "a", "a..b", "-a", "a_", "a%20b", "%C3%BC"})
    void shouldRefuseAName(String name) {
        administrator.put("/users/" + name, PASSWORD.formatted("")).expectInvalid("name");
        administrator.put("/users/" + "x".repeat(65), PASSWORD.formatted("")).expectInvalid("name");
    }

    @Test
    void shouldChangeOnlyWhatIsStillAsItWasRead() {
        String etag = own.get(path).expect(200).header("ETag");

        Response changed =
                own.patch(path, "{\"email\":\"b@example.com\"}", etag).expect(200);

        assertThat(changed.json().get("email").textValue()).isEqualTo("b@example.com");
        assertThat(changed.header("ETag")).isNotEqualTo(etag);
        own.patch(path, "{\"email\":\"c@example.com\"}", etag).expectProblem(412);
        own.patch(path, "{\"email\":\"c@example.com\"}", "nonsense").expectProblem(412);
        own.patch(path, "{\"email\":\"d@example.com\"}").expect(200);
        own.patch(path, "{\"email\":\"e@example.com\"}", "*").expect(200);
    }

    @Test
    void shouldForgetAnAddress() {
        own.patch(path, "{\"email\":\"b@example.com\"}").expect(200);
        String etag = own.get(path).header("ETag");

        own.patch(path, "{}").expect(200);
        assertThat(own.get(path).header("ETag")).isEqualTo(etag);
        Response kept = administrator.patch(path, "{\"enabled\":true}").expect(200);
        assertThat(kept.json().get("email").textValue()).isEqualTo("b@example.com");

        Response changed = own.patch(path, "{\"email\":null}").expect(200);

        assertThat(changed.json().hasNonNull("email")).isFalse();
        assertThat(changed.header("ETag")).isNotEqualTo(etag);
        assertThat(own.get(path).json().hasNonNull("email")).isFalse();
        administrator.put(newcomer, PASSWORD.formatted(",\"email\":null")).expect(201);
        administrator.put(newcomer, PASSWORD.formatted("")).expect(200);
    }

    @Test
    void shouldChangeThePasswordAtOnce() {
        person.client().get("/v2/").expect(200);

        own.patch(path, "{\"password\":\"another-password\"}").expect(200);

        person.client().get("/v2/").expectError(401, "UNAUTHORIZED");
        registry.client(person.name(), "another-password").get("/v2/").expect(200);
    }

    /** A token from the second of the change would end with those from before, when the revocation comes to be known. */
    @Test
    void shouldGoOnWithTheNewPassword() {
        Client before = person.client().bearer();
        own.patch(path, "{\"password\":\"another-password\"}").expect(200);

        Client renewed = registry.client(person.name(), "another-password");
        Client bearer = renewed.bearer();
        Api api = new Api(renewed);
        api.get("/me").expect(200);
        Eventually.until("the revocation is known", () -> before.get("/v2/").status() == 401);

        bearer.get("/v2/").expect(200);
        api.get("/me").expect(200);
        renewed.get("/v2/").expect(200);
    }

    @Test
    void shouldLetADisabledUserInNoMore() {
        Client bearer = person.client().bearer();
        bearer.get("/v2/").expect(200);

        administrator.patch(path, "{\"enabled\":false}").expect(200);

        person.client().get("/v2/").expectError(401, "UNAUTHORIZED");
        own.get("/me").expectProblem(401);
        Eventually.until("the token is refused", () -> bearer.get("/v2/").status() == 401);
        administrator.patch(path, "{\"enabled\":true}").expect(200);
        own.get("/me").expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"superuser\":true}", "{\"enabled\":true}", "{\"email\":\"a@example.com\",\"superuser\":false}"
            })
    void shouldNotLetUsersRaiseThemselves(String change) {
        own.patch(path, change).expectProblem(403);

        assertThat(own.get("/me").json().get("superuser").booleanValue()).isFalse();
    }

    @Test
    void shouldShowUsersOnlyToThemselvesAndSuperusers() {
        Person other = Person.made(registry);

        for (String name : List.of(other.name(), "admin", "nobody-of-that-name")) {
            own.get("/users/" + name).expectProblem(404);
            own.patch("/users/" + name, "{\"email\":\"a@example.com\"}").expectProblem(404);
        }
        assertThat(own.get("/users").status()).isIn(403, 404);
        assertThat(own.put(newcomer, PASSWORD.formatted("")).status()).isIn(403, 404);
        assertThat(own.delete("/users/" + other.name()).status()).isIn(403, 404);
        own.get(path).expect(200);
    }

    @Test
    void shouldDeleteAUserForEver() {
        administrator.delete(path).expect(204);

        administrator.get(path).expectProblem(404);
        administrator.delete(path).expectProblem(404);
        person.client().get("/v2/").expectError(401, "UNAUTHORIZED");
        administrator.put(path, PASSWORD.formatted("")).expectProblem(409);
    }

    @Test
    void shouldNotDeleteOneself() {
        administrator.delete("/users/admin").expectProblem(409);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void shouldListUsersInPages(int limit) {
        List<String> made = IntStream.range(0, 3)
                .mapToObj(number -> Person.made(registry).name())
                .sorted()
                .toList();

        assertThat(administrator.all("/users", limit, "", "name"))
                .containsSubsequence(made)
                .contains("admin")
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "abc", "99999999999"})
    void shouldRefuseALimit(String limit) {
        administrator.get("/users?limit=" + limit).expectProblem(400);
    }

    @Test
    void shouldSayWhichMethodsThereAre() {
        assertThat(administrator.send("DELETE", "/me").expectProblem(405).header("Allow"))
                .contains("GET");
        assertThat(administrator.send("POST", path).expectProblem(405).header("Allow"))
                .contains("GET", "PUT", "PATCH", "DELETE");
    }

    @Test
    void shouldRefuseWhatIsNotJson() {
        own.client()
                .send("PATCH", "/api/v1" + path, BodyPublishers.ofString("email=a"), "Content-Type", "text/plain")
                .expectProblem(415);
    }
}
