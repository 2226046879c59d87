package io.muelle.manifest.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.muelle.contracts.ask.ClaimBlobs;
import io.muelle.contracts.event.Topic;
import io.muelle.manifest.domain.Deletions;
import io.muelle.manifest.domain.ManifestParser;
import io.muelle.manifest.domain.ManifestPush;
import io.muelle.manifest.domain.RepositoryCreation;
import io.muelle.manifest.domain.Tagging;
import io.muelle.manifest.store.ClaimOutcomes;
import io.muelle.manifest.store.ManifestReader;
import io.muelle.manifest.store.ReferrerReader;
import io.muelle.manifest.store.Repositories;
import io.muelle.manifest.store.RepositoryVersions;
import io.muelle.manifest.store.SettingsStore;
import io.muelle.manifest.store.TagReader;
import io.muelle.platform.database.Connections;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.PostgresDatabase;
import io.muelle.platform.event.EventProducer;
import io.muelle.platform.event.KafkaConfig;
import io.muelle.platform.event.Outbox;
import io.muelle.platform.event.OutboxMetrics;
import io.muelle.platform.event.OutboxRelay;
import io.muelle.platform.id.TimeOrderedIds;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts manifest-service together. */
final class ManifestBeans {
    private static final String SERVICE = "manifest";

    @Produces
    @Singleton
    @ReactiveDataSource(SERVICE)
    PgPoolCreator connections() {
        return Connections::pool;
    }

    @Produces
    @Singleton
    @Identifier(SERVICE)
    Database database(@ReactiveDataSource(SERVICE) Pool pool) {
        return new PostgresDatabase(pool);
    }

    @Produces
    @Singleton
    @Startup
    @Identifier(SERVICE)
    OutboxRelay relay(
            @ReactiveDataSource(SERVICE) Pool pool,
            EventProducer producer,
            KafkaConfig config,
            MeterRegistry registry,
            Clock clock) {
        OutboxRelay relay = new OutboxRelay(
                SERVICE, Topic.REGISTRY, pool, producer, config, new OutboxMetrics(registry, SERVICE, clock), clock);
        relay.start();
        return relay;
    }

    /** Before the pool closes: a relay that outlives it would complain. */
    void stop(@Observes ShutdownEvent stopping, @Identifier(SERVICE) OutboxRelay relay) {
        relay.close();
    }

    @Produces
    @Singleton
    @Identifier(SERVICE)
    Outbox outbox(TimeOrderedIds ids, @Identifier(SERVICE) OutboxRelay relay) {
        return new Outbox(ids, relay::wake);
    }

    @Produces
    @Singleton
    ManifestParser parser(ManifestConfig config) {
        return new ManifestParser(config.maxDescriptors());
    }

    @Produces
    @Singleton
    ManifestPush push(
            @Identifier(SERVICE) Database database,
            Repositories repositories,
            ClaimBlobs claimBlobs,
            SettingsStore settings,
            @Identifier(SERVICE) Outbox outbox,
            TimeOrderedIds ids,
            Clock clock) {
        return new ManifestPush(database, repositories, claimBlobs, settings, outbox, ids, clock);
    }

    @Produces
    @Singleton
    Deletions deletions(
            @Identifier(SERVICE) Database database,
            Repositories repositories,
            @Identifier(SERVICE) Outbox outbox,
            Clock clock) {
        return new Deletions(database, repositories, outbox, clock);
    }

    @Produces
    @Singleton
    RepositoryCreation creation(
            @Identifier(SERVICE) Database database,
            Repositories repositories,
            @Identifier(SERVICE) Outbox outbox,
            Clock clock) {
        return new RepositoryCreation(database, repositories, outbox, clock);
    }

    @Produces
    @Singleton
    Tagging tagging(
            @Identifier(SERVICE) Database database,
            Repositories repositories,
            @Identifier(SERVICE) Outbox outbox,
            Clock clock) {
        return new Tagging(database, repositories, outbox, clock);
    }

    @Produces
    @Singleton
    ClaimOutcomes outcomes(@Identifier(SERVICE) Database database) {
        return new ClaimOutcomes(database);
    }

    @Produces
    @Singleton
    RepositoryVersions versions(ManifestConfig config) {
        return new RepositoryVersions(config.onlyWriter());
    }

    @Produces
    @Singleton
    Repositories repositories(@Identifier(SERVICE) Database database, RepositoryVersions versions) {
        return new Repositories(database, versions);
    }

    @Produces
    @Singleton
    ManifestReader reader(@Identifier(SERVICE) Database database, RepositoryVersions versions, ManifestConfig config) {
        return new ManifestReader(database, versions, config.cacheSize().asLongValue());
    }

    @Produces
    @Singleton
    TagReader tagReader(@Identifier(SERVICE) Database database) {
        return new TagReader(database);
    }

    @Produces
    @Singleton
    ReferrerReader referrerReader(@Identifier(SERVICE) Database database) {
        return new ReferrerReader(database);
    }
}
