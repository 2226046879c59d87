package io.muelle.platform.event;

import io.muelle.contracts.event.Event;
import io.muelle.platform.database.Transaction;
import io.muelle.platform.id.TimeOrderedIds;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * The one way to publish an event: a row in the transaction of the change it tells of. The relay sends it after the
 * commit.
 */
public final class Outbox {
    /** Bound of an event's data in characters; nothing in an event is as long as that. */
    static final int MAX_DATA = 512 * 1024;

    private static final String APPEND = """
            WITH next AS (
                INSERT INTO event_sequence AS present (key, sequence) VALUES ($1, $2)
                ON CONFLICT (key) DO UPDATE SET sequence = present.sequence + excluded.sequence
                RETURNING sequence)
            INSERT INTO outbox (id, key, sequence, type, subject, at, data)
            SELECT event.id, $1, next.sequence - $2 + event.number, event.type, event.subject, event.at, event.data
            FROM next, unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
                WITH ORDINALITY AS event (id, type, subject, at, data, number)
            ORDER BY event.number""";

    private static final String APPEND_ONE = """
            WITH next AS (
                INSERT INTO event_sequence AS present (key, sequence) VALUES ($1, 1)
                ON CONFLICT (key) DO UPDATE SET sequence = present.sequence + 1
                RETURNING sequence)
            INSERT INTO outbox (id, key, sequence, type, subject, at, data)
            SELECT CAST($2 AS uuid), CAST($1 AS text), next.sequence, CAST($3 AS text), CAST($4 AS text),
                CAST($5 AS timestamptz), CAST($6 AS text)
            FROM next""";

    /** One statement, for a transaction of another kind; {@code $1 …} stand for the arguments. */
    public record Statement(String sql, List<Object> arguments) {
        public Statement {
            arguments = List.copyOf(arguments);
        }
    }

    private final TimeOrderedIds ids;
    private final Runnable wakeRelay;

    public Outbox(TimeOrderedIds ids, Runnable wakeRelay) {
        this.ids = ids;
        this.wakeRelay = wakeRelay;
    }

    /**
     * Writes events of one key, in their order. To be the last statement of the transaction: it locks the key's
     * sequence until the commit.
     */
    public void append(Transaction transaction, List<? extends Event> events) {
        if (events.isEmpty()) {
            return;
        }
        String key = events.getFirst().key();
        if (!events.stream().allMatch(event -> event.key().equals(key))) {
            throw new IllegalArgumentException("The events of one append have one key");
        }
        // Whoever waits for the commit waits for it.
        transaction.send(
                APPEND,
                key,
                (long) events.size(),
                events.stream().map(event -> ids.next()).toArray(UUID[]::new),
                events.stream().map(Event::type).toArray(String[]::new),
                events.stream().map(Event::subject).toArray(String[]::new),
                events.stream()
                        .map(event -> event.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new),
                events.stream().map(Outbox::data).toArray(String[]::new));
        transaction.afterCommit(wakeRelay);
    }

    /** The statement that appends one event; whoever runs it calls {@link #committed} after its commit. */
    public Statement statement(Event event) {
        return new Statement(
                APPEND_ONE,
                List.of(
                        event.key(),
                        ids.next().toString(),
                        event.type(),
                        event.subject(),
                        event.at().atOffset(ZoneOffset.UTC),
                        data(event)));
    }

    /** Tells that a {@link #statement} was committed. */
    public void committed() {
        wakeRelay.run();
    }

    private static String data(Event event) {
        String data = EventJson.write(event);
        if (data.length() > MAX_DATA) {
            throw new IllegalStateException("The data of " + event.type() + " is too large: " + data.length());
        }
        return data;
    }
}
