package io.muelle.testsupport;

import io.muelle.embedded.EmbeddedPostgres;
import io.muelle.embedded.EmbeddedPostgres.Durability;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** A database of its own for one test class, on one throw-away PostgreSQL for the whole test process. */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                Path folder = Files.createTempDirectory("muelle-postgres");
                EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, Durability.THROW_AWAY);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    postgres.close();
                    Folders.delete(folder);
                }));
                return postgres;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    /** A new, empty database. */
    public static TestDatabase create() {
        String name = "test_" + NUMBER.incrementAndGet();
        Server.POSTGRES.createDatabases(List.of(name));
        return new TestDatabase(name);
    }

    /** A new database with these migrations in its public schema. */
    public static TestDatabase migrated(String... locations) {
        TestDatabase database = create();
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations(locations)
                .load()
                .migrate();
        return database;
    }

    public String jdbcUrl() {
        return Server.POSTGRES.jdbcUrl(name);
    }

    public String reactiveUrl() {
        return Server.POSTGRES.reactiveUrl(name);
    }

    public String user() {
        return EmbeddedPostgres.USER;
    }

    public String password() {
        return Server.POSTGRES.passwordOfUser();
    }

    /** For Vert.x's client, set as the services set theirs. */
    public PgConnectOptions connectOptions() {
        return PgConnectOptions.fromUri(reactiveUrl())
                .setUser(user())
                .setPassword(password())
                .addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty("enable_seqscan", "off")
                .addProperty("enable_bitmapscan", "off")
                .addProperty("enable_hashjoin", "off")
                .addProperty("enable_mergejoin", "off")
                .setCachePreparedStatements(true);
    }
}
