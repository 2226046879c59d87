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
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Lists of repositories, of those that the caller may pull from. A request looks at a bounded number of rows; where it
 * stopped among rows the caller may not see, the cursor is that row's random id and not its name.
 */
@Singleton
public final class VisibleRepositories {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BATCH = Permissions.LIMIT;
    private static final int MAX_BATCHES = 10;

    /**
     * What is looked for.
     *
     * @param namespace of that one only, unless it is empty
     * @param part with that in the name
     * @param from where to go on
     */
    public record Query(String namespace, String part, Cursor from) {
        String prefix() {
            return namespace.isEmpty() ? "" : namespace + '/';
        }
    }

    /**
     * Where to go on.
     *
     * @param name the last name that was shown
     * @param row the row where it stopped, or null
     */
    public record Cursor(String name, UUID row) {}

    /**
     * What was found.
     *
     * @param next null at the end
     */
    public record Result(List<Found> visible, Cursor next) {}

    private final Repositories repositories;
    private final Permissions permissions;

    public VisibleRepositories(Repositories repositories, Permissions permissions) {
        this.repositories = repositories;
        this.permissions = permissions;
    }

    /** At most {@code size} repositories; fewer before the end where the caller may see few of those looked at. */
    public Result page(Actor caller, Query query, int size) {
        Cursor from = query.from();
        String after = from.row() == null
                ? from.name()
                : repositories.nameOf(from.row()).orElse(from.name());
        List<Found> visible = new ArrayList<>();
        String lastShown = from.name();
        UUID lastLookedAt = null;
        for (int batch = 0; batch < MAX_BATCHES; batch++) {
            List<Found> rows = repositories.page(query.prefix(), after, BATCH);
            Set<RepositoryName> permitted = permitted(caller, rows, query.part());
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
            lastLookedAt = rows.getLast().cursor();
            after = rows.getLast().name().value();
        }
        return new Result(visible, new Cursor(lastShown, lastLookedAt));
    }

    private Set<RepositoryName> permitted(Actor caller, List<Found> rows, String part) {
        Set<RepositoryName> names = rows.stream()
                .map(Found::name)
                .filter(name -> name.value().contains(part))
                .collect(Collectors.toUnmodifiableSet());
        return names.isEmpty()
                ? Set.of()
                : permissions.permitted(caller, Action.PULL, names).await().atMost(PATIENCE);
    }
}
