package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code _catalog}: what the caller may pull, in pages. */
class ProtocolCatalogTest {
    private static final String CATALOG = "/v2/_catalog";

    private final Registry registry = Registry.shared();
    private final Person person = Person.made(registry);

    @Test
    void shouldListWhatTheCallerMayPull() {
        Repository own = pushed(person.repository());
        Repository foreign = pushed(Person.made(registry).repository());
        Repository open = pushed(Person.made(registry).repository());
        open.publish();

        List<String> all = all(person.client(), CATALOG);

        assertThat(all).contains(own.name(), open.name()).doesNotContain(foreign.name());
        assertThat(all).isSorted();
        assertThat(all(registry.administrator(), CATALOG + "?n=10000"))
                .contains(own.name(), open.name(), foreign.name());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldListAllInPages(int size) {
        List<String> own = IntStream.range(0, 3)
                .mapToObj(number -> pushed(person.repository()).name())
                .sorted()
                .toList();
        String before = person.name().substring(0, person.name().length() - 1);

        List<Response> pages = Link.pages(person.client(), CATALOG + "?n=" + size + "&last=" + before);

        List<String> all = new ArrayList<>();
        pages.forEach(page -> all.addAll(names(page)));
        assertThat(all).containsSubsequence(own).isSorted().doesNotHaveDuplicates();
        assertThat(pages).allSatisfy(page -> assertThat(names(page)).hasSizeLessThanOrEqualTo(size));
    }

    @Test
    void shouldBeginAfterTheLastOne() {
        Repository first = pushed(new Repository(person.client(), person.name() + "/a"));
        Repository second = pushed(new Repository(person.client(), person.name() + "/b"));

        List<String> rest =
                names(person.client().get(CATALOG + "?last=" + first.name()).expect(200));

        assertThat(rest).startsWith(second.name()).doesNotContain(first.name());
    }

    @Test
    void shouldListNothingInAPageOfNothing() {
        pushed(person.repository());

        Response none = person.client().get(CATALOG + "?n=0").expect(200);

        assertThat(names(none)).isEmpty();
        assertThat(none.header("Link")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n=-1", "n=abc", "n=", "n=99999999999999999999", "last=%00"})
    void shouldRefuseAPageThatIsNone(String query) {
        person.client().get(CATALOG + '?' + query).expectError(400, "PAGINATION_NUMBER_INVALID");
    }

    @Test
    void shouldForgetADeletedRepository() {
        Repository own = pushed(person.repository());

        person.client().send("DELETE", "/api/v1/repositories/" + own.name()).expect(204);

        assertThat(all(person.client(), CATALOG)).doesNotContain(own.name());
    }

    @Test
    void shouldAskStrangersToLogIn() {
        Response refused = registry.anonymous().get(CATALOG).expectError(401, "UNAUTHORIZED");

        assertThat(refused.header("WWW-Authenticate")).contains("scope=\"registry:catalog:*\"");
    }

    @Test
    void shouldAskForATokenOfTheCatalog() {
        Repository own = pushed(person.repository());
        Client without = person.client().bearer("repository:" + own.name() + ":pull");

        Response refused = without.get(CATALOG).expectError(401, "UNAUTHORIZED");

        assertThat(refused.header("WWW-Authenticate")).contains("error=\"insufficient_scope\"");
        assertThat(all(person.client().bearer("registry:catalog:*"), CATALOG)).contains(own.name());
    }

    private Repository pushed(Repository repository) {
        repository.pushImage("latest");
        return repository;
    }

    private static List<String> all(Client client, String path) {
        List<String> all = new ArrayList<>();
        Link.pages(client, path).forEach(page -> all.addAll(names(page)));
        return all;
    }

    private static List<String> names(Response list) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : list.json().get("repositories")) {
            names.add(name.textValue());
        }
        return names;
    }
}
