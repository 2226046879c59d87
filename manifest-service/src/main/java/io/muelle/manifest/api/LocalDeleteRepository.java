package io.muelle.manifest.api;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.ask.DeleteRepository;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.domain.Deletions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Deletes repositories for a gateway in this process. */
@Singleton
public final class LocalDeleteRepository implements DeleteRepository {
    private final Deletions deletions;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();

    LocalDeleteRepository(Deletions deletions) {
        this.deletions = deletions;
    }

    @Override
    public Uni<Boolean> delete(RepositoryName repository, Actor actor) {
        return Uni.createFrom()
                .item(() -> deletions.deleteRepository(repository, actor))
                .runSubscriptionOn(executor);
    }
}
