package io.muelle.platform.event;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.PublisherDecorator;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Lets a channel begin once Kafka's clients can be made: its connector tries that once, and would leave it silent for as
 * long as the process lives. The channel is to have {@code lazy-client}, or the process does not start at all.
 */
@Singleton
public class ChannelStart implements PublisherDecorator {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final EventProducer producer;

    public ChannelStart(EventProducer producer) {
        this.producer = producer;
    }

    @Override
    public Multi<? extends Message<?>> decorate(
            Multi<? extends Message<?>> channel, List<String> names, boolean isConnector) {
        return isConnector ? connected().onItem().transformToMulti(ready -> channel) : channel;
    }

    private Uni<Void> connected() {
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(producer::connect)
                .onFailure(KafkaException.class)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }
}
