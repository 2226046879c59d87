package io.muelle.platform.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The pool of a service's connections to PostgreSQL. A server that is gone without a word, or stands still, is given
 * up in minutes at most, not in the quarter of an hour that systems try by default, so that the one in its place is found.
 */
public final class Connections {
    // Of what was sent, not even the receipt has come.
    private static final int UNACKNOWLEDGED_MILLIS = 30_000;
    // Longer than anybody waits for a statement. A connection that nobody uses for so long is opened anew when needed.
    private static final int SILENT_SECONDS = 120;

    private Connections() {}

    /** As {@link PgPoolCreator} wants it. */
    public static Pool pool(PgPoolCreator.Input input) {
        input.pgConnectOptionsList().forEach(Connections::watch);
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }

    private static void watch(PgConnectOptions options) {
        options.setTcpKeepAlive(true).setTcpUserTimeout(UNACKNOWLEDGED_MILLIS).setIdleTimeoutUnit(TimeUnit.SECONDS);
        // Whatever is sent to it: somebody may try again and again.
        options.setReadIdleTimeout(SILENT_SECONDS);
    }
}
