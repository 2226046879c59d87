package io.muelle.blob.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.muelle.blob.domain.BlobClaims;
import io.muelle.blob.domain.BlobDeletion;
import io.muelle.blob.domain.ClaimTimes;
import io.muelle.blob.domain.Links;
import io.muelle.blob.domain.SmallUploads;
import io.muelle.blob.domain.UploadLimits;
import io.muelle.blob.domain.Uploads;
import io.muelle.blob.store.BlobReader;
import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.LinkStore;
import io.muelle.blob.store.ReferenceStore;
import io.muelle.blob.store.UploadSessionStore;
import io.muelle.contracts.ask.Claims;
import io.muelle.contracts.event.Topic;
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

/** Puts blob-service together. */
final class BlobBeans {
    private static final String SERVICE = "blob";

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
    UploadSessionStore sessions(@Identifier(SERVICE) Database database) {
        return new UploadSessionStore(database);
    }

    @Produces
    @Singleton
    BlobReader reader(@Identifier(SERVICE) Database database) {
        return new BlobReader(database);
    }

    @Produces
    @Singleton
    ReferenceStore references(@Identifier(SERVICE) Database database) {
        return new ReferenceStore(database);
    }

    @Produces
    @Singleton
    LinkStore linkStore() {
        return new LinkStore();
    }

    @Produces
    @Singleton
    Links links(
            @Identifier(SERVICE) Database database,
            UploadSessionStore sessions,
            LinkStore store,
            @Identifier(SERVICE) Outbox outbox,
            BlobConfig config,
            Clock clock) {
        return new Links(database, sessions, store, outbox, config.lease(), clock);
    }

    @Produces
    @Singleton
    Uploads uploads(
            UploadSessionStore sessions,
            BlobStore store,
            Links links,
            BlobConfig config,
            TimeOrderedIds ids,
            Clock clock) {
        return new Uploads(sessions, store, links, limits(config), ids, clock);
    }

    @Produces
    @Singleton
    SmallUploads smallUploads(
            @Identifier(SERVICE) Database database,
            UploadSessionStore sessions,
            BlobStore store,
            Links links,
            BlobConfig config) {
        return new SmallUploads(database, sessions, store, links, limits(config));
    }

    private static UploadLimits limits(BlobConfig config) {
        return new UploadLimits(config.inlineLimit(), config.maxSize().asLongValue());
    }

    @Produces
    @Singleton
    BlobClaims claims(
            @Identifier(SERVICE) Database database, ReferenceStore references, BlobConfig config, Clock clock) {
        return new BlobClaims(
                database, references, new ClaimTimes(config.decideAfter(), config.askAgainAfter()), clock);
    }

    @Produces
    @Singleton
    BlobDeletion deletion(
            @Identifier(SERVICE) Database database,
            LinkStore links,
            ReferenceStore references,
            Claims claims,
            @Identifier(SERVICE) Outbox outbox,
            Clock clock) {
        return new BlobDeletion(database, links, references, claims, outbox, clock);
    }
}
