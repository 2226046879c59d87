package io.muelle.platform.event;

import io.muelle.contracts.event.Topic;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Sends one service's outbox to Kafka, in order per key, by one relay at a time across replicas: an advisory lock on
 * its own connection. After any failure it begins again at the oldest unsent event, so there are repeats but no gaps.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    // What this process knows it has committed wakes its relay; what another replica commits waits for the next look.
    private static final long POLL_MILLIS = 500;
    // What comes within so little time travels together.
    private static final long GATHER_MILLIS = 20;
    private static final long RETRY_MILLIS = 1_000;
    // Waits of RETRY_MILLIS; a connection that is silent for longer is closed, and its lock is another's.
    private static final int LOOKS_AFTER = 20;
    private static final Duration CLEANING = Duration.ofMinutes(1);

    private final String service;
    private final Topic topic;
    private final Pool pool;
    private final EventProducer producer;
    private final KafkaConfig config;
    private final OutboxMetrics metrics;
    private final Clock clock;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean closed;
    private Thread thread;
    private boolean resent;
    private long nextCleaning;

    public OutboxRelay(
            String service,
            Topic topic,
            Pool pool,
            EventProducer producer,
            KafkaConfig config,
            OutboxMetrics metrics,
            Clock clock) {
        this.service = service;
        this.topic = topic;
        this.pool = pool;
        this.producer = producer;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    public synchronized void start() {
        thread = Thread.ofVirtual().name("outbox-relay-" + service).start(this::run);
    }

    /** Tells that there is something to send; cheap, from any thread. */
    public void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    private void run() {
        while (!closed) {
            try (OutboxStore store = new OutboxStore(connection())) {
                if (store.lock()) {
                    relay(store);
                } else {
                    pause(RETRY_MILLIS);
                }
            } catch (OutboxStore.Unavailable unavailable) {
                report(unavailable);
                pause(RETRY_MILLIS);
            } catch (InterruptedException stopping) {
                return;
            } catch (RuntimeException | Error failure) {
                if (closed) {
                    // Kafka's client and the pool say in many ways that they are closing too.
                    return;
                }
                LOG.errorf(failure, "The relay of %s failed and begins again", service);
                pause(RETRY_MILLIS);
            }
        }
    }

    private SqlConnection connection() throws OutboxStore.Unavailable, InterruptedException {
        try {
            return pool.getConnection()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException failure) {
            throw new OutboxStore.Unavailable(failure.getCause());
        }
    }

    private void relay(OutboxStore store) throws OutboxStore.Unavailable, InterruptedException {
        if (config.resend() && !resent) {
            LOG.infof("%s sends %d events again after an unclean stop", service, store.resend());
            resent = true;
        }
        while (!closed) {
            work.drainPermits();
            List<OutboxRow> rows = store.unsent();
            metrics.waiting(rows.isEmpty() ? null : rows.getFirst().at().toInstant());
            if (!rows.isEmpty()) {
                send(store, rows);
            }
            clean(store);
            if (rows.size() < OutboxStore.BATCH) {
                boolean woken = work.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                Thread.sleep(woken ? GATHER_MILLIS : 0);
            }
        }
    }

    private void send(OutboxStore store, List<OutboxRow> rows) throws OutboxStore.Unavailable, InterruptedException {
        List<Future<RecordMetadata>> pending = handOver(rows);
        List<OutboxRow> sent = new ArrayList<>(pending.size());
        for (int i = 0; i < pending.size(); i++) {
            if (acknowledged(store, rows.get(i), pending.get(i))) {
                sent.add(rows.get(i));
            }
        }
        if (config.keepSent().isZero()) {
            store.remove(sent);
        } else {
            store.keep(sent);
        }
        metrics.sent(sent.size());
    }

    /** Gives the producer what it takes: after one that it refuses at once, nothing may follow, or it would overtake. */
    private List<Future<RecordMetadata>> handOver(List<OutboxRow> rows) {
        List<Future<RecordMetadata>> pending = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            Future<RecordMetadata> handedOver =
                    producer.send(CloudEventRecord.of(topic.topicName(), config.source() + "/" + service, row));
            pending.add(handedOver);
            if (handedOver.state() == Future.State.FAILED) {
                break;
            }
        }
        return pending;
    }

    /** Waits without end while Kafka is away; false if it refuses this record for good. */
    private boolean acknowledged(OutboxStore store, OutboxRow row, Future<RecordMetadata> pending)
            throws OutboxStore.Unavailable, InterruptedException {
        for (int waited = 1; ; waited++) {
            try {
                pending.get(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException waiting) {
                metrics.waiting(row.at().toInstant());
                if (waited % LOOKS_AFTER == 0) {
                    store.requireLock();
                }
                if (closed) {
                    throw new InterruptedException();
                }
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof RecordTooLargeException)) {
                    throw new OutboxStore.Unavailable(failure.getCause());
                }
                LOG.errorf("Kafka refuses event %s (%s): it lies in outbox_refused", row.id(), row.type());
                store.refuse(row, failure.getCause().getMessage());
                metrics.refused();
                return false;
            }
        }
    }

    private void clean(OutboxStore store) throws OutboxStore.Unavailable {
        if (!config.keepSent().isZero() && clock.millis() >= nextCleaning) {
            nextCleaning = clock.millis() + CLEANING.toMillis();
            store.removeSentBefore(clock.instant().minus(config.keepSent()).atOffset(ZoneOffset.UTC));
        }
    }

    private void report(OutboxStore.Unavailable unavailable) {
        if (!closed) {
            LOG.warnf("The relay of %s waits: %s", service, unavailable.getMessage());
        }
    }

    private void pause(long millis) {
        try {
            if (!closed) {
                Thread.sleep(millis);
            }
        } catch (InterruptedException stopping) {
            closed = true;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        wake();
        if (thread != null) {
            thread.interrupt();
        }
    }
}
