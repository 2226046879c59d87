package io.muelle.manifest.api.management;

import io.muelle.manifest.store.Repositories.Found;
import io.muelle.manifest.store.Settings;
import java.time.Instant;

/** A repository as the API shows it. */
public record RepositoryView(String name, String description, boolean sparseManifests, Instant createdAt) {
    static RepositoryView of(Found repository, Settings settings) {
        return new RepositoryView(
                repository.name().value(),
                settings.description(),
                settings.sparseManifests(),
                repository.createdAt().toInstant());
    }
}
