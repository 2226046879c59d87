package io.muelle.embedded;

import io.muelle.embedded.EmbeddedPostgres.Durability;
import java.util.List;

/** What production has as servers of their own, on this machine: PostgreSQL with a database for each service, Kafka. */
public final class LocalServers implements AutoCloseable {
    /** The services that have a database. */
    public static final List<String> SERVICES = List.of("gateway", "manifest", "blob");

    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;

    private LocalServers(EmbeddedPostgres postgres, EmbeddedKafka kafka) {
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /** Returns when PostgreSQL answers. Nothing needs the broker at once: {@link #startBroker} is for later. */
    public static LocalServers start(DataFolder folder) {
        EmbeddedPostgres.stopLeftover(folder.resolve("postgres"));
        EmbeddedKafka kafka = new EmbeddedKafka(folder.resolve("kafka"));
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), Durability.DURABLE);
        postgres.createDatabases(SERVICES);
        return new LocalServers(postgres, kafka);
    }

    /** Starts the broker beside the caller. */
    public void startBroker() {
        kafka.startBeside();
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
    }
}
