package io.muelle.manifest.api;

import io.muelle.contracts.access.Action;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.ask.Permissions;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.store.Repositories;
import io.muelle.manifest.store.Repositories.Found;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists of repositories, of those that the caller may pull from. A request looks at a bounded number of rows; where it
 * stopped among rows the caller may not see, the cursor is a row's number and not its name.
 */
@Singleton
final class VisibleRepositories {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BATCH = Permissions.LIMIT;
    private static final int MAX_BATCHES = 10;

    /**
     * Where to go on.
     *
     * @param name the last name that was shown
     * @param row the row where it stopped, or null
     */
    record Cursor(String name, Long row) {}

    /**
     * @param next null at the end
     */
    record Result(List<Found> visible, Cursor next) {}

    private final Repositories repositories;
    private final Permissions permissions;

    VisibleRepositories(Repositories repositories, Permissions permissions) {
        this.repositories = repositories;
        this.permissions = permissions;
    }

    Result page(Actor caller, String prefix, String part, Cursor from, int size) {
        String after = from.row() == null
                ? from.name()
                : repositories.nameOf(from.row()).orElse(from.name());
        List<Found> visible = new ArrayList<>();
        String lastShown = from.name();
        Found lastLookedAt = null;
        for (int batch = 0; batch < MAX_BATCHES; batch++) {
            List<Found> rows = repositories.page(prefix, part, after, BATCH);
            Set<RepositoryName> permitted = permitted(caller, rows);
            for (Found row : rows) {
                if (permitted.contains(row.name())) {
                    if (visible.size() == size) {
                        return new Result(visible, new Cursor(lastShown, null));
                    }
                    visible.add(row);
                    lastShown = row.name().value();
                }
            }
            if (rows.size() < BATCH) {
                return new Result(visible, null);
            }
            lastLookedAt = rows.getLast();
            after = lastLookedAt.name().value();
        }
        return new Result(visible, new Cursor(lastShown, lastLookedAt.id()));
    }

    private Set<RepositoryName> permitted(Actor caller, List<Found> rows) {
        if (rows.isEmpty()) {
            return Set.of();
        }
        Set<RepositoryName> names = rows.stream().map(Found::name).collect(Collectors.toUnmodifiableSet());
        return permissions.permitted(caller, Action.PULL, names).await().atMost(PATIENCE);
    }
}
