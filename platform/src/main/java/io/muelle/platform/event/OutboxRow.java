package io.muelle.platform.event;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/** An event as it waits in the outbox. */
record OutboxRow(
        long position,
        UUID id,
        String key,
        long sequence,
        String type,
        String subject,
        OffsetDateTime at,
        String data) {
    static final String COLUMNS = "position, id, key, sequence, type, subject, at, data";

    static OutboxRow of(Row row) {
        return new OutboxRow(
                row.getLong("position"),
                row.getUUID("id"),
                row.getString("key"),
                row.getLong("sequence"),
                row.getString("type"),
                row.getString("subject"),
                row.getOffsetDateTime("at"),
                row.getString("data"));
    }
}
