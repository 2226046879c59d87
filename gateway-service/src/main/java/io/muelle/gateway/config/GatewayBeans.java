package io.muelle.gateway.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.muelle.contracts.event.Topic;
import io.muelle.platform.database.Connections;
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

/** Puts gateway-service's outbox together. */
final class GatewayBeans {
    private static final String SERVICE = "gateway";

    @Produces
    @Singleton
    @ReactiveDataSource(SERVICE)
    PgPoolCreator connections() {
        return Connections::pool;
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
                SERVICE, Topic.ACCESS, pool, producer, config, new OutboxMetrics(registry, SERVICE, clock), clock);
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
}
