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

    private static final String APPEND_ONE = "WITH " + next("(SELECT) AS always", 1) + insert(1);

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
        int count = events.size();
        UUID[] eventIds = new UUID[count];
        String[] types = new String[count];
        String[] subjects = new String[count];
        OffsetDateTime[] times = new OffsetDateTime[count];
        String[] data = new String[count];
        for (int i = 0; i < count; i++) {
            Event event = events.get(i);
            if (!event.key().equals(key)) {
                throw new IllegalArgumentException("The events of one append have one key");
            }
            eventIds[i] = ids.next();
            types[i] = event.type();
            subjects[i] = event.subject();
            times[i] = event.at().atOffset(ZoneOffset.UTC);
            data[i] = data(event);
        }
        // Whoever waits for the commit waits for it.
        transaction.send(APPEND, key, (long) count, eventIds, types, subjects, times, data);
        transaction.afterCommit(wakeRelay);
    }

    /** The statement that appends one event; whoever runs it calls {@link #committed} after its commit. */
    public Statement statement(Event event) {
        return new Statement(APPEND_ONE, arguments(event));
    }

    /**
     * A part of a statement that does more: after {@code WITH …,} it appends one event if {@code cause} has its one row.
     * Whoever runs it calls {@link #committed} after its commit.
     *
     * @param first the number of the first of its parameters, which are {@link #arguments}
     */
    public static String appending(String cause, int first) {
        return next(cause, first) + ", told AS (" + insert(first) + ") ";
    }

    private static String next(String cause, int first) {
        return """
                next AS (
                    INSERT INTO event_sequence AS present (key, sequence)
                    SELECT CAST($%2$d AS text), 1 FROM %1$s
                    ON CONFLICT (key) DO UPDATE SET sequence = present.sequence + 1
                    RETURNING sequence)
                """.formatted(cause, first);
    }

    private static String insert(int first) {
        return """
                INSERT INTO outbox (id, key, sequence, type, subject, at, data)
                SELECT CAST($%2$d AS uuid), CAST($%1$d AS text), next.sequence, CAST($%3$d AS text),
                    CAST($%4$d AS text), CAST($%5$d AS timestamptz), CAST($%6$d AS text)
                FROM next""".formatted(first, first + 1, first + 2, first + 3, first + 4, first + 5);
    }

    /** What {@link #appending} takes. */
    public List<Object> arguments(Event event) {
        return List.of(
                event.key(),
                ids.next().toString(),
                event.type(),
                event.subject(),
                event.at().atOffset(ZoneOffset.UTC),
                data(event));
    }

    /** Tells that a {@link #statement}, or one with an {@link #appending}, was committed. */
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
