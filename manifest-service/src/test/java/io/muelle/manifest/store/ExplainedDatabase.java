package io.muelle.manifest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.platform.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Has PostgreSQL tell how it answers each single statement, beside answering it. */
final class ExplainedDatabase implements Database {
    private static final Pattern ROWS = Pattern.compile("rows=(\\d+)");

    private final Database database;
    private String plan = "";

    ExplainedDatabase(Database database) {
        this.database = database;
    }

    @Override
    public <T> T transaction(Work<T> work) {
        return database.transaction(work);
    }

    @Override
    public RowSet<Row> query(String sql, Object... arguments) {
        explain(sql, arguments);
        return database.query(sql, arguments);
    }

    @Override
    public Future<RowSet<Row>> read(String sql, Object... arguments) {
        explain(sql, arguments);
        return database.read(sql, arguments);
    }

    /** By a prepared statement: for this one alone PostgreSQL would plan with its arguments before its eyes. */
    private void explain(String sql, Object... arguments) {
        String literals =
                Arrays.stream(arguments).map(ExplainedDatabase::literal).collect(Collectors.joining(", "));
        plan = database.transaction(transaction -> {
            transaction.execute("PREPARE explained AS " + sql);
            StringBuilder lines = new StringBuilder();
            transaction
                    .execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) EXECUTE explained("
                            + literals + ")")
                    .forEach(row -> lines.append(row.getString(0)).append('\n'));
            transaction.execute("DEALLOCATE explained");
            return lines.toString();
        });
    }

    private static String literal(Object argument) {
        return argument instanceof Number ? argument.toString() : "'" + argument + "'";
    }

    /** The last statement took its rows in the order of an index, and no step of it saw more than so many. */
    void shouldHaveReadAtMost(int rows) {
        assertThat(plan).contains("Index").doesNotContain("Sort", "Seq Scan", "Bitmap", "Rows Removed");
        Matcher found = ROWS.matcher(plan);
        while (found.find()) {
            assertThat(Integer.parseInt(found.group(1))).as(plan).isLessThanOrEqualTo(rows);
        }
    }
}
