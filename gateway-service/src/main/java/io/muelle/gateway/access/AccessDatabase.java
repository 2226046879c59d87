package io.muelle.gateway.access;

import io.muelle.contracts.event.Event;
import io.muelle.platform.database.Sessions;
import io.muelle.platform.event.Outbox;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** The gateway's persistence unit for code that blocks, on a virtual thread, and its one way to publish events. */
@Singleton
public class AccessDatabase {
    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;

    public AccessDatabase(
            @PersistenceUnit("gateway") Mutiny.SessionFactory sessions, @Identifier("gateway") Outbox outbox) {
        this.sessions = sessions;
        this.outbox = outbox;
    }

    /** Reads without a transaction. */
    public <T> T read(Function<Mutiny.Session, Uni<T>> work) {
        return await(sessions.withSession(work));
    }

    /** Runs {@code work} in one transaction. */
    public <T> T transaction(Function<Mutiny.Session, Uni<T>> work) {
        T result = await(sessions.withTransaction(work));
        outbox.committed();
        return result;
    }

    /** Appends an event to the outbox, inside the session's transaction. */
    public Uni<Void> append(Mutiny.Session session, Event event) {
        Outbox.Statement statement = outbox.statement(event);
        var query = session.createNativeQuery(statement.sql().replaceAll("\\$(\\d)", "?$1"));
        List<Object> arguments = statement.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            query.setParameter(i + 1, arguments.get(i));
        }
        return session.flush().chain(query::executeUpdate).replaceWithVoid();
    }

    private static <T> T await(Uni<T> work) {
        return Sessions.await("The gateway's database", work);
    }
}
