package io.muelle.standalone.orders;

import io.muelle.platform.database.CommitUnknownException;
import io.muelle.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.concurrent.TimeoutException;

/** A database as one actor sees it: each transaction is a step. */
final class SteppedDatabase implements Database {
    private final Database database;
    private final Actor actor;

    SteppedDatabase(Database database, Actor actor) {
        this.database = database;
        this.actor = actor;
    }

    @Override
    public <T> T transaction(Work<T> work) {
        actor.rest();
        T answer = database.transaction(work);
        actor.changed();
        return answered(answer);
    }

    @Override
    public RowSet<Row> query(String sql, Object... arguments) {
        actor.rest();
        return answered(database.query(sql, arguments));
    }

    private <T> T answered(T answer) {
        if (actor.losesThisAnswer()) {
            throw new CommitUnknownException(new TimeoutException());
        }
        return answer;
    }

    @Override
    public Future<RowSet<Row>> read(String sql, Object... arguments) {
        throw new UnsupportedOperationException("No actor reads on the event loop");
    }
}
