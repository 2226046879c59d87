package io.muelle.manifest.api;

import static io.muelle.manifest.ManifestFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.ManifestFixture;
import io.muelle.manifest.api.VisibleRepositories.Cursor;
import io.muelle.manifest.api.VisibleRepositories.Query;
import io.muelle.manifest.api.VisibleRepositories.Result;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VisibleRepositoriesTest {
    private static final Cursor START = new Cursor("", null);

    private ManifestFixture service;
    private VisibleRepositories visible;

    /** Nobody may see what lies in the namespace hidden. */
    @BeforeEach
    void start() {
        service = new ManifestFixture();
        visible = new VisibleRepositories(service.repositories, (caller, action, repositories) -> Uni.createFrom()
                .item(repositories.stream()
                        .filter(repository -> !repository.namespace().equals("hidden"))
                        .collect(Collectors.toUnmodifiableSet())));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void shouldPageByName() {
        make("anna/c", "anna/a", "hidden/x", "anna/b", "zoe/a");
        assertThat(pages("", "", 2)).containsExactly(List.of("anna/a", "anna/b"), List.of("anna/c", "zoe/a"));
    }

    @Test
    void shouldEndWithAFullPage() {
        make("anna/a", "anna/b", "hidden/x");
        assertThat(pages("", "", 2)).containsExactly(List.of("anna/a", "anna/b"));
    }

    @Test
    void shouldKeepToANamespace() {
        make("anna/a", "anna-b/a", "annabel/a", "ann/a", "anna/b/c");
        assertThat(pages("anna", "", 10)).containsExactly(List.of("anna/a", "anna/b/c"));
    }

    @Test
    void shouldFindPartsOfNames() {
        make("anna/app", "anna/web", "ben/web-app", "hidden/app");
        assertThat(pages("", "app", 10)).containsExactly(List.of("anna/app", "ben/web-app"));
    }

    @Test
    void shouldNotLookForPatterns() {
        make("anna/app", "anna/a_p");
        assertThat(pages("", "a_p", 10)).containsExactly(List.of("anna/a_p"));
        assertThat(pages("", "%", 10)).containsExactly(List.of());
    }

    @Test
    void shouldComeToAnEndThroughManyRowsThatNobodyMaySee() {
        make("anna/a", "zoe/z");
        service.database.query("""
                INSERT INTO repository (name, created_at)
                SELECT 'hidden/' || to_char(number, 'FM00000'), now() FROM generate_series(1, 12000) AS number""");

        Result first = visible.page(ANNA, new Query("", "", START), 10);
        assertThat(first.visible()).extracting(found -> found.name().value()).containsExactly("anna/a");
        assertThat(first.next().name()).isEqualTo("anna/a");
        assertThat(first.next().row()).isNotNull();

        Result second = visible.page(ANNA, new Query("", "", first.next()), 10);
        assertThat(second.visible()).extracting(found -> found.name().value()).containsExactly("zoe/z");
        assertThat(second.next()).isNull();
    }

    @Test
    void shouldGoOnAfterANameThatIsGone() {
        make("anna/a", "anna/c");
        Result page = visible.page(ANNA, new Query("", "", new Cursor("anna/b", null)), 10);
        assertThat(page.visible()).extracting(found -> found.name().value()).containsExactly("anna/c");
    }

    private void make(String... names) {
        for (String name : names) {
            service.creation.make(new RepositoryName(name), ANNA);
        }
    }

    private List<List<String>> pages(String namespace, String part, int size) {
        List<List<String>> pages = new ArrayList<>();
        Cursor from = START;
        while (from != null) {
            Result page = visible.page(ANNA, new Query(namespace, part, from), size);
            pages.add(page.visible().stream().map(found -> found.name().value()).toList());
            from = page.next();
        }
        return pages;
    }
}
