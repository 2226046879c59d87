package io.muelle.gateway.access.token;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.name.MalformedNameException;
import io.muelle.contracts.name.RepositoryName;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a client asks a token for (distribution, "Token Scope Documentation"). What is not understood is not granted. */
sealed interface Scope {
    int MAX_SCOPES = 50;
    Set<Action> REGISTRY_ACTIONS = Set.of(Action.PULL, Action.PUSH, Action.DELETE);
    Pattern GRAMMAR = Pattern.compile("([a-z]+)(?:\\([a-z]+\\))?:(.+):([a-z*,]*)");

    record OnRepository(RepositoryName repository, Set<Action> actions) implements Scope {}

    record OnCatalog() implements Scope {}

    /** The scopes of all {@code scope} parameters, each of which may hold several. */
    static List<Scope> parse(List<String> parameters) {
        return parameters.stream()
                .flatMap(parameter -> Stream.of(parameter.split(" ")))
                .limit(MAX_SCOPES)
                .map(Scope::one)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Scope> one(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return switch (parts.group(1)) {
            case "repository" -> onRepository(parts.group(2), parts.group(3));
            case "registry" -> parts.group(2).equals("catalog") ? Optional.of(new OnCatalog()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Scope> onRepository(String name, String labels) {
        try {
            return Optional.of(new OnRepository(new RepositoryName(name), actions(labels)));
        } catch (MalformedNameException malformed) {
            return Optional.empty();
        }
    }

    private static Set<Action> actions(String labels) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (String label : labels.split(",")) {
            if (label.equals("*")) {
                actions.addAll(REGISTRY_ACTIONS);
            }
            Action.ofLabel(label).filter(REGISTRY_ACTIONS::contains).ifPresent(actions::add);
        }
        return actions;
    }
}
