package io.muelle.manifest.store;

import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.domain.SparsePolicy;
import io.muelle.platform.database.Sessions;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.StaleStateException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;

/** The one way to what people configured of repositories; for code that blocks. */
@Singleton
public class SettingsStore implements SparsePolicy {
    private static final int ATTEMPTS = 5;
    private static final String FOREIGN_KEY = "23503";

    private final Mutiny.SessionFactory sessions;

    SettingsStore(@PersistenceUnit("manifest") Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    public Settings get(RepositoryName repository) {
        return Settings.of(
                await(sessions.withSession(session -> session.find(SettingsEntity.class, repository.value()))));
    }

    @Override
    public boolean allowsSparse(RepositoryName repository) {
        return get(repository).sparseManifests();
    }

    /** Those that were configured among these. */
    public Map<RepositoryName, Settings> all(Collection<RepositoryName> repositories) {
        if (repositories.isEmpty()) {
            return Map.of();
        }
        List<SettingsEntity> entities = await(sessions.withSession(session -> session.createNativeQuery(
                        "SELECT repository, description, sparse_manifests, version"
                                + " FROM repository_settings WHERE repository = ANY (?1)",
                        SettingsEntity.class)
                .setParameter(
                        1, repositories.stream().map(RepositoryName::value).toArray(String[]::new))
                .getResultList()));
        return entities.stream()
                .collect(Collectors.toUnmodifiableMap(entity -> new RepositoryName(entity.repository), Settings::of));
    }

    /**
     * Changes what is not null.
     *
     * @param expectedVersion the version the change is meant for, or null for any
     * @return empty if it is at another version, or the repository is gone
     */
    public Optional<Settings> change(
            RepositoryName repository, Integer expectedVersion, String description, Boolean sparseManifests) {
        for (int attempt = 1; ; attempt++) {
            try {
                return changeOnce(repository, expectedVersion, description, sparseManifests);
            } catch (PersistenceException overtaken) {
                if (isGone(overtaken)) {
                    return Optional.empty();
                }
                if (!isConflict(overtaken) || attempt == ATTEMPTS) {
                    throw overtaken;
                }
            }
        }
    }

    /** The repository was deleted after somebody had seen it. */
    private static boolean isGone(PersistenceException failure) {
        return failure instanceof ConstraintViolationException violation && FOREIGN_KEY.equals(violation.getSQLState());
    }

    private static boolean isConflict(PersistenceException failure) {
        return failure instanceof OptimisticLockException
                || failure instanceof StaleStateException
                || failure instanceof ConstraintViolationException;
    }

    private Optional<Settings> changeOnce(
            RepositoryName repository, Integer expectedVersion, String description, Boolean sparseManifests) {
        return await(sessions.withTransaction(session -> session.find(SettingsEntity.class, repository.value())
                .chain(found -> {
                    if (expectedVersion != null
                            && expectedVersion != Settings.of(found).version()) {
                        return Uni.createFrom().item(Optional.<Settings>empty());
                    }
                    SettingsEntity entity = found == null ? initial(repository) : found;
                    if (description != null) {
                        entity.description = description;
                    }
                    if (sparseManifests != null) {
                        entity.sparseManifests = sparseManifests;
                    }
                    Uni<Void> written = found == null
                            ? session.persist(entity)
                            : Uni.createFrom().voidItem();
                    return written.chain(session::flush).map(done -> Optional.of(Settings.of(entity)));
                })));
    }

    private static SettingsEntity initial(RepositoryName repository) {
        SettingsEntity entity = new SettingsEntity();
        entity.repository = repository.value();
        entity.description = "";
        return entity;
    }

    private static <T> T await(Uni<T> work) {
        return Sessions.await("The database of the repositories' settings", work);
    }
}
