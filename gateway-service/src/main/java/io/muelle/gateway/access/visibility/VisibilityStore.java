package io.muelle.gateway.access.visibility;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.event.VisibilityChanged;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.gateway.access.AccessDatabase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Which repositories are public; what is not said is private. */
@Singleton
public class VisibilityStore {
    /**
     * A visibility and how often it was changed.
     */
    public record Versioned(Visibility visibility, int version) {
        static final Versioned UNSET = new Versioned(Visibility.PRIVATE, -1);
    }

    private final AccessDatabase database;
    private final Clock clock;

    VisibilityStore(AccessDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Set<RepositoryName> publicAmong(Set<RepositoryName> repositories) {
        return database
                .read(session -> session.createNativeQuery(
                                "SELECT repository FROM repository_visibility"
                                        + " WHERE visibility = 'public' AND repository = ANY (?1)",
                                String.class)
                        .setParameter(
                                1,
                                repositories.stream().map(RepositoryName::value).toArray(String[]::new))
                        .getResultList())
                .stream()
                .map(RepositoryName::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    public Versioned get(RepositoryName repository) {
        VisibilityEntity entity = database.read(session -> session.find(VisibilityEntity.class, repository.value()));
        return versioned(entity);
    }

    /** Sets a visibility; empty if it is not at the expected version (null for any). */
    public Optional<Versioned> set(
            RepositoryName repository, Integer expectedVersion, Visibility visibility, Actor actor) {
        return database.transaction(session -> lock(session, repository)
                .chain(() -> session.find(VisibilityEntity.class, repository.value()))
                .chain(found -> {
                    Versioned before = versioned(found);
                    if (expectedVersion != null && expectedVersion != before.version()) {
                        return Uni.createFrom().item(Optional.<Versioned>empty());
                    }
                    if (before.visibility() == visibility) {
                        return Uni.createFrom().item(Optional.of(before));
                    }
                    VisibilityEntity entity = found == null ? new VisibilityEntity() : found;
                    entity.repository = repository.value();
                    entity.visibility = visibility.label();
                    Uni<Void> written = found == null
                            ? session.persist(entity)
                            : Uni.createFrom().voidItem();
                    return written.chain(() -> database.append(
                                    session,
                                    new VisibilityChanged(
                                            repository.namespace(),
                                            repository.value(),
                                            visibility.label(),
                                            before.visibility().label(),
                                            actor,
                                            clock.instant())))
                            .map(done -> Optional.of(versioned(entity)));
                }));
    }

    /** One change of a repository at a time; there may be no row to lock yet. */
    private static Uni<?> lock(Mutiny.Session session, RepositoryName repository) {
        return session.createNativeQuery(
                        "SELECT CAST(pg_advisory_xact_lock(hashtextextended(?1, 0)) AS text)", String.class)
                .setParameter(1, repository.value())
                .getResultList();
    }

    private static Versioned versioned(VisibilityEntity entity) {
        return entity == null ? Versioned.UNSET : new Versioned(Visibility.ofLabel(entity.visibility), entity.version);
    }
}
