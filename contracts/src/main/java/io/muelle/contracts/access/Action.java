package io.muelle.contracts.access;

import java.util.Locale;
import java.util.Optional;

/** What may be done with a repository. */
public enum Action {
    PULL,
    PUSH,
    DELETE,
    /** Change how the repository behaves and who may see it; never in a token of {@code /token}. */
    ADMINISTER;

    /** The word of a token's scope, such as {@code pull}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Action> ofLabel(String label) {
        for (Action action : values()) {
            if (action.label().equals(label)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
