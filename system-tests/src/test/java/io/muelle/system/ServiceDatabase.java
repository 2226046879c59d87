package io.muelle.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One service's database seen from outside, to hold its locks and to look behind its answers. */
final class ServiceDatabase {
    private static final int VALID_SECONDS = 60;

    private final String url;
    private final String password;

    private ServiceDatabase(String url, String password) {
        this.url = url;
        this.password = password;
    }

    /** The database of a registry that runs. */
    static ServiceDatabase of(Registry registry, String service) {
        String address = registry.status().at("/postgres/address").textValue();
        try {
            String password = Files.readString(registry.data().resolve("postgres/password"));
            return new ServiceDatabase(
                    "jdbc:postgresql://" + address + '/' + service + "?currentSchema=" + service, password.strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Locks that are held until this is closed, or PostgreSQL ends. */
    final class Hold implements AutoCloseable {
        private final Connection connection;

        private Hold(Connection connection) {
            this.connection = connection;
        }

        /** Returns when that many others wait for a lock. */
        void awaitWaiters(int number) {
            Eventually.until(
                    number + " wait for a lock",
                    () -> count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock'")
                            >= number);
        }

        /** Fails where PostgreSQL has taken the locks back in the meantime. */
        void shouldHold() {
            try {
                if (!connection.isValid(VALID_SECONDS)) {
                    throw new AssertionError("The connection that holds the lock is gone");
                }
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException gone) {
                // Closed already, with the server.
            }
        }
    }

    /** Holds the row that {@code sql} locks; it has to be there. */
    Hold holdRow(String sql, Object... arguments) {
        Connection connection = connect();
        try {
            connection.setAutoCommit(false);
            if (rows(connection, sql + " FOR UPDATE", arguments).isEmpty()) {
                throw new IllegalStateException("There is no row to hold: " + sql);
            }
            return new Hold(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Takes the lock of the service's relay from it, which sends nothing as long as this is held. */
    Hold holdRelay() {
        Connection connection = connect();
        Eventually.until("the relay's lock is ours", () -> takeRelay(connection));
        return new Hold(connection);
    }

    private static boolean takeRelay(Connection connection) {
        try {
            rows(connection, """
                    SELECT pg_terminate_backend(pid) FROM pg_locks
                    WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""");
            return rows(connection, "SELECT pg_try_advisory_lock(hashtext(current_schema() || '.outbox'))")
                    .getFirst()[0]
                    .equals(true);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    long count(String sql, Object... arguments) {
        return ((Number) query(sql, arguments).getFirst()[0]).longValue();
    }

    /** The rows, each with its columns. */
    List<Object[]> query(String sql, Object... arguments) {
        try (Connection connection = connect()) {
            return rows(connection, sql, arguments);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static List<Object[]> rows(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            List<Object[]> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    Object[] row = new Object[found.getMetaData().getColumnCount()];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = found.getObject(i + 1);
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    private Connection connect() {
        try {
            return DriverManager.getConnection(url, "muelle", password);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
