package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/v1/repositories} and who may see them. */
class RepositoriesApiTest {
    private final Registry registry = Registry.shared();
    private final Person person = Person.made(registry);
    private final Api own = new Api(person.client());
    private final Api foreign = new Api(Person.made(registry).client());
    private final Repository repository = person.repository();
    private final String path = "/repositories/" + repository.name();
    private final String access = path + "/-/access";

    @Test
    void shouldMakeARepository() {
        Response made = own.put(path, "{\"description\":\"For tests.\"}").expect(201);

        JsonNode shown = made.json();
        assertThat(shown.get("name").textValue()).isEqualTo(repository.name());
        assertThat(shown.get("description").textValue()).isEqualTo("For tests.");
        assertThat(shown.get("sparseManifests").booleanValue()).isFalse();
        assertThat(shown.get("createdAt").textValue()).endsWith("Z");
        Response got = own.get(path).expect(200);
        assertThat(got.json()).isEqualTo(shown);
        assertThat(got.header("ETag")).isEqualTo(made.header("ETag"));
        own.put(path, "{\"description\":\"For tests.\"}").expect(200);
        own.put(path, "{\"description\":\"Another.\"}").expectProblem(409);
        repository.get("tags/list").expect(200);
    }

    @Test
    void shouldMakeARepositoryWithoutASetting() {
        own.send("PUT", path).expect(201);
        own.send("PUT", path).expect(200);
    }

    @Test
    void shouldShowWhatWasPushed() {
        repository.pushImage("latest");

        assertThat(own.get(path).expect(200).json().get("name").textValue()).isEqualTo(repository.name());
    }

    @Test
    void shouldChangeOnlyWhatIsStillAsItWasRead() {
        String etag = own.send("PUT", path).expect(201).header("ETag");

        Response changed = own.patch(path, "{\"description\":\"One.\"}", etag).expect(200);

        assertThat(changed.json().get("description").textValue()).isEqualTo("One.");
        assertThat(changed.header("ETag")).isNotEqualTo(etag);
        own.patch(path, "{\"description\":\"Two.\"}", etag).expectProblem(412);
        assertThat(own.patch(path, "{\"sparseManifests\":true}")
                        .expect(200)
                        .json()
                        .get("description")
                        .textValue())
                .isEqualTo("One.");
        assertThat(own.patch(path, "{\"description\":null}")
                        .expect(200)
                        .json()
                        .get("description")
                        .textValue())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"description\":\"a\\u0000b\"}|description",
                "{\"visibility\":\"public\"}|visibility",
                "{\"name\":\"other\"}|name"
            })
    void shouldNameTheFieldThatIsWrong(String json, String field) {
        own.put(path, json).expectInvalid(field);
        own.get(path).expectProblem(404);
        own.send("PUT", path).expect(201);
        own.patch(path, json).expectInvalid(field);
        own.patch(path, "{\"description\":\"" + "x".repeat(1001) + "\"}").expectInvalid("description");
    }

    @Test
    void shouldAllowSparseManifestsWhereItIsSaid() {
        byte[] manifest = Image.random().manifest();
        repository.put("latest", Image.MEDIA_TYPE, manifest).expectError(404, "MANIFEST_BLOB_UNKNOWN");

        own.put(path, "{\"sparseManifests\":true}").expect(201);

        repository.put("latest", Image.MEDIA_TYPE, manifest).expect(201);
        assertThat(repository.getManifest("latest").expect(200).body()).isEqualTo(manifest);
    }

    @Test
    void shouldBePrivateUntilItsOwnerPublishesIt() {
        repository.pushImage("latest");
        Repository seen = repository.as(foreign.client());
        Response before = own.get(access).expect(200);
        assertThat(before.json().get("visibility").textValue()).isEqualTo("private");
        seen.getManifest("latest").expectError(403, "DENIED");

        Response published = own.patch(access, "{\"visibility\":\"public\"}", before.header("ETag"))
                .expect(200);

        assertThat(published.json().get("visibility").textValue()).isEqualTo("public");
        own.patch(access, "{\"visibility\":\"private\"}", before.header("ETag")).expectProblem(412);
        Eventually.until("it is public", () -> seen.getManifest("latest").status() == 200);
        foreign.get(path).expect(200);

        own.patch(access, "{\"visibility\":\"private\"}", published.header("ETag"))
                .expect(200);

        foreign.get(path).expectProblem(404);
        registry.anonymous()
                .bearer("repository:" + repository.name() + ":pull")
                .get(repository.path("manifests/latest"))
                .expectError(401, "UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"visibility\":\"secret\"}", "{\"visibility\":null}", "[]", ""})
    void shouldRefuseAVisibility(String json) {
        own.patch(access, json).expectProblem(400);
        own.patch(access, "{\"owner\":\"me\"}").expectInvalid("owner");
    }

    @Test
    void shouldShowNothingToWhoMayNotSeeIt() {
        repository.pushImage("latest");
        String absent = path + "-absent";

        for (String hidden : List.of(path, absent)) {
            foreign.get(hidden).expectProblem(404);
            foreign.put(hidden, "{}").expectProblem(404);
            foreign.patch(hidden, "{\"description\":\"x\"}").expectProblem(404);
            foreign.delete(hidden).expectProblem(404);
            foreign.get(hidden + "/-/access").expectProblem(404);
            foreign.patch(hidden + "/-/access", "{\"visibility\":\"public\"}").expectProblem(404);
        }
        assertThat(foreign.all("/repositories", 50, "&namespace=" + person.name(), "name"))
                .isEmpty();
        repository.getManifest("latest").expect(200);
    }

    @Test
    void shouldLetWhoMayPullChangeNothing() {
        repository.pushImage("latest");
        repository.publish();
        Eventually.until("it is public", () -> foreign.get(path).status() == 200);

        foreign.patch(path, "{\"description\":\"x\"}").expectProblem(403);
        assertThat(foreign.delete(path).status()).isIn(403, 404);
        assertThat(foreign.patch(access, "{\"visibility\":\"private\"}").status())
                .isIn(403, 404);
        repository.as(foreign.client()).getManifest("latest").expect(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50})
    void shouldListInPages(int limit) {
        List<String> names = IntStream.range(0, 5)
                .mapToObj(number -> person.name() + "/list-" + number)
                .toList();
        names.forEach(name -> own.send("PUT", "/repositories/" + name).expect(201));

        assertThat(own.all("/repositories", limit, "&namespace=" + person.name(), "name"))
                .containsExactlyElementsOf(names);
        assertThat(own.all("/repositories", limit, "&namespace=" + person.name() + "&q=list-3", "name"))
                .containsExactly(names.get(3));
        assertThat(own.all("/repositories", limit, "&namespace=" + person.name().substring(1), "name"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "after=%00", "q=%00", "namespace=%00", "after=:x"})
    void shouldRefuseAPageThatIsNone(String query) {
        own.get("/repositories?" + query).expectProblem(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alpine", "A/b", "a//b", "a/%2e%2e"})
    void shouldRefuseAName(String name) {
        assertThat(new Api(registry.administrator())
                        .put("/repositories/" + name, "{}")
                        .status())
                .isIn(400, 404);
    }

    @Test
    void shouldDeleteWithAllItsContent() {
        repository.pushImage("latest");
        repository.publish();

        own.delete(path).expect(204);

        own.get(path).expectProblem(404);
        own.delete(path).expectProblem(404);
        repository.getManifest("latest").expectError(404, "NAME_UNKNOWN");
        repository.get("tags/list").expectError(404, "NAME_UNKNOWN");
        repository.pushImage("again");
        assertThat(own.get(access).expect(200).json().get("visibility").textValue())
                .isEqualTo("private");
    }

    @Test
    void shouldSayWhichMethodsThereAre() {
        own.send("PUT", path).expect(201);

        assertThat(own.post(path, "{}").expectProblem(405).header("Allow")).contains("GET", "PUT", "PATCH", "DELETE");
        assertThat(own.put(access, "{}").expectProblem(405).header("Allow")).contains("GET", "PATCH");
        own.get(path + "/-/nonsense").expectProblem(404);
    }
}
