package io.muelle.gateway.access.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.gateway.access.token.Scope.OnCatalog;
import io.muelle.gateway.access.token.Scope.OnRepository;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    private static final RepositoryName APP = new RepositoryName("alice/app");

    @Test
    void shouldReadRepeatedAndDividedScopes() {
        assertThat(Scope.parse(List.of("repository:alice/app:pull repository:alice/lib:push", "registry:catalog:*")))
                .containsExactly(
                        new OnRepository(APP, Set.of(Action.PULL)),
                        new OnRepository(new RepositoryName("alice/lib"), Set.of(Action.PUSH)),
                        new OnCatalog());
    }

    @Test
    void shouldTakeAStarForAllThatTokensHold() {
        assertThat(Scope.parse(List.of("repository(plugin):alice/app:*")))
                .containsExactly(new OnRepository(APP, Set.of(Action.PULL, Action.PUSH, Action.DELETE)));
    }

    @Test
    void shouldNeverGrantAdministration() {
        assertThat(Scope.parse(List.of("repository:alice/app:pull,administer,unknown")))
                .containsExactly(new OnRepository(APP, Set.of(Action.PULL)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "repository",
                "repository:alice/app",
                "repository:ALICE/app:pull",
                "repository:alice/../bob/app:pull",
                "other:alice/app:pull",
                "registry:other:*",
            })
    void shouldIgnoreWhatItDoesNotUnderstand(String text) {
        assertThat(Scope.parse(List.of(text))).isEmpty();
    }

    @Test
    void shouldReadOnlySoMany() {
        assertThat(Scope.parse(Collections.nCopies(1_000, "repository:alice/app:pull")))
                .hasSize(Scope.MAX_SCOPES);
    }
}
