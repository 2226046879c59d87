package io.muelle.manifest.domain;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.event.RepositoryCreated;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.manifest.store.Repositories;
import io.muelle.platform.database.Database;
import io.muelle.platform.event.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Makes repositories that nothing was pushed to yet. */
public final class RepositoryCreation {
    private final Database database;
    private final Repositories repositories;
    private final Outbox outbox;
    private final Clock clock;

    public RepositoryCreation(Database database, Repositories repositories, Outbox outbox, Clock clock) {
        this.database = database;
        this.repositories = repositories;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** False if it was there. */
    public boolean make(RepositoryName repository, Actor actor) {
        Instant now = clock.instant();
        return database.transaction(transaction -> {
            boolean made = repositories
                    .lockOrMake(transaction, repository, now.atOffset(ZoneOffset.UTC))
                    .made();
            if (made) {
                outbox.append(transaction, List.of(new RepositoryCreated(repository.value(), actor, now)));
            }
            return made;
        });
    }
}
