package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muelle.contracts.name.Digest;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags below {@code /api/v1/repositories}, where they pointed and the way back. */
class TagsApiTest {
    private final Registry registry = Registry.shared();
    private final Person person = Person.made(registry);
    private final Api own = new Api(person.client());
    private final Api foreign = new Api(Person.made(registry).client());
    private final Repository repository = person.repository();
    private final String tags = "/repositories/" + repository.name() + "/-/tags";
    private final String tag = tags + "/v1";

    @Test
    void shouldShowATag() {
        Image image = Image.random(2, 100);
        person.client().push(repository.name(), "v1", image);

        JsonNode shown = own.get(tag).expect(200).json();

        assertThat(shown.get("name").textValue()).isEqualTo("v1");
        assertThat(shown.get("digest").textValue()).isEqualTo(image.digest().toString());
        assertThat(shown.get("mediaType").textValue()).isEqualTo(Image.MEDIA_TYPE);
        assertThat(shown.get("size").longValue()).isPositive();
        assertThat(shown.get("pushedBy").textValue()).isEqualTo(person.name());
        assertThat(Instant.parse(shown.get("pushedAt").textValue()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
        assertThat(own.get(tags).expect(200).json().at("/items/0")).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50})
    void shouldListInPages(int limit) {
        Digest digest = repository.pushImage("t0");
        IntStream.range(1, 5)
                .forEach(number -> own.put(tags + "/t" + number, target(digest)).expect(201));

        assertThat(own.all(tags, limit, "", "name")).containsExactly("t0", "t1", "t2", "t3", "t4");
        assertThat(own.all(tags, limit, "&q=3", "name")).containsExactly("t3");
        assertThat(own.all(tags, limit, "&q=nothing", "name")).isEmpty();
    }

    @Test
    void shouldMakeAndMoveATag() {
        Digest first = repository.pushImage("a");
        Digest second = repository.pushImage("b");

        own.put(tag, target(first)).expect(201);
        own.put(tag, target(first)).expect(200);
        Response moved = own.put(tag, target(second)).expect(200);

        assertThat(moved.json().get("digest").textValue()).isEqualTo(second.toString());
        assertThat(repository.head("manifests/v1").expect(200).header("Docker-Content-Digest"))
                .isEqualTo(second.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|digest",
                "{\"digest\":null}|digest",
                "{\"digest\":\"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}|digest",
                "{\"tag\":\"v2\"}|tag"
            })
    void shouldNameTheFieldThatIsWrong(String json, String field) {
        repository.pushImage("a");

        own.put(tag, json).expectInvalid(field);

        own.get(tag).expectProblem(404);
    }

    @Test
    void shouldDeleteOnlyTheTag() {
        Digest digest = repository.pushImage("v1");

        own.delete(tag).expect(204);

        own.get(tag).expectProblem(404);
        own.delete(tag).expectProblem(404);
        repository.getManifest("v1").expectError(404, "MANIFEST_UNKNOWN");
        repository.getManifest(digest).expect(200);
    }

    @Test
    void shouldTellWhereATagPointed() {
        Digest first = repository.pushImage("v1");
        Digest second = repository.pushImage("v1");
        own.delete(tag).expect(204);
        Digest third = repository.pushImage("v1");

        JsonNode history = own.get(tag + "/history").expect(200).json().get("items");

        assertThat(history.findValuesAsText("digest"))
                .containsExactly(third.toString(), second.toString(), first.toString());
        assertThat(history.findValuesAsText("actor")).containsOnly(person.name());
        assertThat(history.get(0).has("to")).isFalse();
        assertThat(history.get(0).has("previousDigest")).isFalse();
        assertThat(history.get(1).get("previousDigest").textValue()).isEqualTo(first.toString());
        assertThat(history.get(1).get("from")).isEqualTo(history.get(2).get("to"));
        assertThat(own.all(tag + "/history", 1, "", "digest"))
                .containsExactly(third.toString(), second.toString(), first.toString());
    }

    @Test
    void shouldRestoreByDigestAndByTime() {
        Digest first = repository.pushImage("v1");
        String then = own.get(tag + "/history").json().at("/items/0/from").textValue();
        Digest second = repository.pushImage("v1");

        Response byDigest = own.post(tag + "/restore", target(first)).expect(200);
        assertThat(byDigest.json().get("digest").textValue()).isEqualTo(first.toString());
        own.post(tag + "/restore", target(second)).expect(200);
        Response byTime =
                own.post(tag + "/restore", "{\"at\":\"" + then + "\"}").expect(200);

        assertThat(byTime.json().get("digest").textValue()).isEqualTo(first.toString());
        assertThat(repository.head("manifests/v1").expect(200).header("Docker-Content-Digest"))
                .isEqualTo(first.toString());
    }

    @Test
    void shouldRestoreADeletedTagButNotADeletedManifest() {
        Digest digest = repository.pushImage("v1");
        own.delete(tag).expect(204);
        own.post(tag + "/restore", target(digest)).expect(200);
        repository.getManifest("v1").expect(200);

        repository.delete("manifests/" + digest).expect(202);

        own.post(tag + "/restore", target(digest)).expectProblem(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|400",
                "{\"digest\":\"nonsense\"}|400",
                "{\"digest\":\"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}|404",
                "{\"at\":\"yesterday\"}|400",
                "{\"at\":\"1999-01-01T00:00:00Z\"}|404",
                "{\"at\":\"+999999-01-01T00:00:00Z\"}|400",
                "{\"when\":\"now\"}|400"
            })
    void shouldRefuseARestoration(String json, int status) {
        Digest digest = repository.pushImage("v1");

        own.post(tag + "/restore", json).expectProblem(status);

        assertThat(own.get(tag).json().get("digest").textValue()).isEqualTo(digest.toString());
    }

    @Test
    void shouldShowNothingToWhoMayNotSeeIt() {
        Digest digest = repository.pushImage("v1");

        for (String hidden : List.of(tag, tags + "/absent")) {
            foreign.get(hidden).expectProblem(404);
            foreign.put(hidden, target(digest)).expectProblem(404);
            foreign.delete(hidden).expectProblem(404);
            foreign.get(hidden + "/history").expectProblem(404);
            foreign.post(hidden + "/restore", target(digest)).expectProblem(404);
        }
        foreign.get(tags).expectProblem(404);
    }

    @Test
    void shouldLetWhoMayPullLookOnly() {
        Digest digest = repository.pushImage("v1");
        repository.publish();
        Eventually.until("it is public", () -> foreign.get(tag).status() == 200);

        foreign.get(tags).expect(200);
        foreign.get(tag + "/history").expect(200);
        foreign.put(tags + "/mine", target(digest)).expectProblem(403);
        foreign.delete(tag).expectProblem(403);
        foreign.post(tag + "/restore", target(digest)).expectProblem(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {".a", "-a", "a%20b", "a+b", "%C3%BC"})
    void shouldRefuseAName(String name) {
        Digest digest = repository.pushImage("v1");

        assertThat(own.put(tags + '/' + name, target(digest)).status()).isIn(400, 404);
        assertThat(own.get(tags + '/' + name).status()).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?limit=0", "?limit=x", "?after=%00", "?q=%00", "/v1/history?after=x", "/v1/history?limit=0"})
    void shouldRefuseAPageThatIsNone(String query) {
        repository.pushImage("v1");

        own.get(tags + query).expectProblem(400);
    }

    @Test
    void shouldSayWhichMethodsThereAre() {
        repository.pushImage("v1");

        assertThat(own.post(tag, "{}").expectProblem(405).header("Allow")).contains("GET", "PUT", "DELETE");
        assertThat(own.delete(tags).expectProblem(405).header("Allow")).contains("GET");
        assertThat(own.delete(tag + "/history").expectProblem(405).header("Allow"))
                .contains("GET");
        assertThat(own.send("GET", tag + "/restore").expectProblem(405).header("Allow"))
                .contains("POST");
    }

    private static String target(Digest digest) {
        return "{\"digest\":\"" + digest + "\"}";
    }
}
