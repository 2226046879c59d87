package io.muelle.standalone;

import io.muelle.embedded.EmbeddedKafka;
import io.muelle.embedded.EmbeddedPostgres;
import io.muelle.embedded.EmbeddedPostgres.Durability;
import java.util.List;

/** What production has as servers of their own: a database for each service, the broker, a folder for content. */
final class Infrastructure implements AutoCloseable {
    private static final List<String> SERVICES = List.of("gateway", "manifest", "blob");

    private final DataFolder folder;
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;

    private Infrastructure(DataFolder folder, EmbeddedPostgres postgres, EmbeddedKafka kafka) {
        this.folder = folder;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /** Returns when PostgreSQL answers. Nothing needs the broker at once, so it starts beside the services. */
    static Infrastructure start(DataFolder folder) {
        EmbeddedPostgres.stopLeftover(folder.resolve("postgres"));
        EmbeddedKafka kafka = new EmbeddedKafka(folder.resolve("kafka"));
        kafka.startBeside();
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), Durability.DURABLE);
        SERVICES.forEach(postgres::createDatabase);
        return new Infrastructure(folder, postgres, kafka);
    }

    /** Tells the services where everything is. */
    void configure() {
        for (String service : SERVICES) {
            String datasource = "quarkus.datasource." + service;
            System.setProperty(datasource + ".username", EmbeddedPostgres.USER);
            System.setProperty(datasource + ".password", postgres.passwordOfUser());
            System.setProperty(datasource + ".reactive.url", postgres.reactiveUrl(service));
            System.setProperty(datasource + ".jdbc.url", postgres.jdbcUrl(service));
        }
        System.setProperty("kafka.bootstrap.servers", kafka.bootstrapServers());
        System.setProperty("muelle.events.resend", Boolean.toString(kafka.afterUncleanStop()));
        System.setProperty("muelle.blob.folder", folder.resolve("blobs").toString());
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
    }
}
