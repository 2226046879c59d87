package io.muelle.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.embedded.EmbeddedPostgres.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path folder;

    @Test
    void shouldRunWithDurableSettings() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, Durability.DURABLE)) {
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void shouldRefuseWhoDoesNotKnowThePassword() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, Durability.DURABLE)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), "muelle", "guess"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void shouldKeepThePasswordFromOtherUsers() throws Exception {
        EmbeddedPostgres.start(folder, Durability.DURABLE).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                .isEqualTo("rw-------");
    }

    /** Anything else would be refused by the database that was made with the one before. */
    @Test
    void shouldAskForThePasswordThatIsLost() throws Exception {
        EmbeddedPostgres.start(folder, Durability.DURABLE).close();
        Files.writeString(folder.resolve("password"), "");

        assertThatThrownBy(() -> EmbeddedPostgres.start(folder, Durability.DURABLE))
                .isInstanceOf(EmbeddedFailure.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void shouldFindEverythingAgainAfterTheServerWasKilled() throws Exception {
        EmbeddedPostgres killed = EmbeddedPostgres.start(folder, Durability.DURABLE);
        query(killed, "CREATE TABLE kept AS SELECT 'here' AS word");
        ProcessHandle server = ProcessHandle.of(killed.pid()).orElseThrow();
        killed.abandon();
        server.destroyForcibly();
        server.onExit().get(30, TimeUnit.SECONDS);
        try (EmbeddedPostgres again = EmbeddedPostgres.start(folder, Durability.DURABLE)) {
            assertThat(query(again, "SELECT word FROM kept")).isEqualTo("here");
        }
    }

    @Test
    void shouldStartThoughAnotherProcessHasTheNumberOfAServerThatWasKilled() throws Exception {
        EmbeddedPostgres.start(folder, Durability.DURABLE).close();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(folder.resolve("data/postmaster.pid"), stranger.pid() + "\n");
            try (EmbeddedPostgres again = EmbeddedPostgres.start(folder, Durability.DURABLE)) {
                assertThat(query(again, "SELECT 'here'")).isEqualTo("here");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void shouldStopAServerThatWasLeftRunning() throws Exception {
        EmbeddedPostgres left = EmbeddedPostgres.start(folder, Durability.DURABLE);
        query(left, "CREATE TABLE kept AS SELECT 'here' AS word");
        left.abandon();
        try (EmbeddedPostgres again = EmbeddedPostgres.start(folder, Durability.DURABLE)) {
            assertThat(again.pid()).isNotEqualTo(left.pid());
            assertThat(ProcessHandle.of(left.pid()).map(ProcessHandle::isAlive).orElse(false))
                    .isFalse();
            assertThat(query(again, "SELECT word FROM kept")).isEqualTo("here");
        }
    }

    @Test
    void shouldStartAgainWhenOnlyTheServerIsKilled() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, Durability.DURABLE)) {
            query(postgres, "CREATE TABLE kept AS SELECT 'here' AS word");
            long killed = postgres.pid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            assertThat(eventually(postgres, "SELECT word FROM kept")).isEqualTo("here");
            assertThat(postgres.pid()).isNotEqualTo(killed);
        }
    }

    @Test
    void shouldStayStoppedOnceItIsClosed() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, Durability.DURABLE);
        ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
        postgres.close();
        server.onExit().get(30, TimeUnit.SECONDS);
        assertThatThrownBy(() -> query(postgres, "SELECT 1")).isInstanceOf(SQLException.class);
        assertThat(postgres.pid()).isEqualTo(server.pid());
    }

    private static String eventually(EmbeddedPostgres postgres, String sql) throws Exception {
        Instant deadline = Instant.now().plusSeconds(30);
        while (true) {
            try {
                return query(postgres, sql);
            } catch (SQLException notYet) {
                assertThat(Instant.now()).as(notYet.getMessage()).isBefore(deadline);
                Thread.sleep(100);
            }
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), EmbeddedPostgres.USER, postgres.passwordOfUser());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            ResultSet rows = statement.getResultSet();
            rows.next();
            return rows.getString(1);
        }
    }
}
