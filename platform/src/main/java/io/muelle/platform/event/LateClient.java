package io.muelle.platform.event;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * A client of Kafka that is made when it is first needed. Kafka's own constructors fail while none of the brokers' names
 * can be resolved, which may be so for as long as the brokers are away, and must not keep a process from starting.
 */
final class LateClient<C> {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Supplier<C> constructor;
    private final Duration pause;
    private volatile C client;
    private volatile boolean ended;
    private KafkaException failure;
    private long failedAt;

    LateClient(Supplier<C> constructor) {
        this(constructor, PAUSE);
    }

    /**
     * @param pause how long after a failure it is tried again
     */
    LateClient(Supplier<C> constructor, Duration pause) {
        this.constructor = constructor;
        this.pause = pause;
    }

    /**
     * The client, always the same; blocks while names are resolved.
     *
     * @throws KafkaException it cannot be made now
     */
    C get() {
        C present = client;
        return present != null ? present : make();
    }

    private synchronized C make() {
        if (ended) {
            throw new KafkaException("This process no longer speaks to Kafka");
        }
        if (client == null) {
            if (failure != null && System.nanoTime() - failedAt < pause.toNanos()) {
                throw failure;
            }
            try {
                client = constructor.get();
            } catch (KafkaException unmade) {
                // The exception says only that there is no client; its cause says why.
                failure = unmade.getCause() instanceof KafkaException cause ? cause : unmade;
                failedAt = System.nanoTime();
                throw failure;
            }
        }
        return client;
    }

    /** Ends the client if there is one, and lets no other be made. Waits for no name. */
    void end(Consumer<? super C> ending) {
        ended = true;
        C present = client;
        if (present != null) {
            ending.accept(present);
        }
    }
}
