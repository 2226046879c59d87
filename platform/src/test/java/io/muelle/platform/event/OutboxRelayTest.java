package io.muelle.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.event.AccountCreated;
import io.muelle.contracts.event.Topic;
import io.muelle.embedded.EmbeddedKafka;
import io.muelle.platform.database.PostgresDatabase;
import io.muelle.platform.id.TimeOrderedIds;
import io.muelle.testsupport.MutableClock;
import io.muelle.testsupport.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxRelayTest {
    private static final int EVENTS = 12;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Clock clock = new MutableClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    private Pool pool;
    private PostgresDatabase database;
    private Outbox outbox;
    private EmbeddedKafka kafka;
    private volatile String bootstrapServers;
    private EventProducer producer;

    @BeforeEach
    void connect() {
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(TestDatabase.migrated("db/outbox").connectOptions())
                .using(vertx)
                .build();
        database = new PostgresDatabase(pool);
        outbox = new Outbox(new TimeOrderedIds(clock), () -> {});
        kafka = new EmbeddedKafka(folder);
        bootstrapServers = kafka.bootstrapServers();
        producer = new EventProducer(() -> bootstrapServers, Duration.ofMillis(500));
    }

    @AfterEach
    void disconnect() throws Exception {
        producer.close();
        kafka.close();
        pool.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldKeepTheOrderOfEachKeyWhileTheBrokerComesUpLate() throws Exception {
        for (int i = 0; i < EVENTS; i++) {
            append("alice");
            append("bob");
        }
        try (OutboxRelay relay = relay(Duration.ZERO, false)) {
            relay.start();
            kafka.startOnce();
            makeTopic();
            awaitEmpty();
            Map<String, List<Long>> sequences = received(2 * EVENTS);
            List<Long> whole = LongStream.rangeClosed(1, EVENTS).boxed().toList();
            assertThat(withoutRepeats(sequences.get("alice"))).isEqualTo(whole);
            assertThat(withoutRepeats(sequences.get("bob"))).isEqualTo(whole);
        }
    }

    /** As where brokers get their names when they start. */
    @Test
    void shouldSendOnceTheBrokersNameIsKnown() throws Exception {
        bootstrapServers = "nowhere.invalid:9092";
        append("alice");
        try (OutboxRelay relay = relay(Duration.ZERO, false)) {
            relay.start();
            assertThatThrownBy(producer::connect).hasMessageContaining("bootstrap.servers");
            append("alice");

            kafka.startOnce();
            makeTopic();
            bootstrapServers = kafka.bootstrapServers();

            awaitEmpty();
            assertThat(withoutRepeats(received(2).get("alice"))).containsExactly(1L, 2L);
        }
    }

    @Test
    void shouldLetOneRelaySendAtATime() throws Exception {
        kafka.startOnce();
        makeTopic();
        try (OutboxRelay one = relay(Duration.ZERO, false);
                OutboxRelay other = relay(Duration.ZERO, false)) {
            one.start();
            other.start();
            for (int i = 0; i < EVENTS; i++) {
                append("alice");
            }
            awaitEmpty();
            assertThat(received(EVENTS).get("alice"))
                    .isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
        }
    }

    /** However long the stop was, such as the power that was off over a weekend. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldSendAgainWhatWasKeptAfterAnUncleanStop(int days) throws Exception {
        kafka.startOnce();
        makeTopic();
        append("alice");
        try (OutboxRelay before = relay(Duration.ofMinutes(10), false)) {
            before.start();
            awaitEmpty();
        }
        database.query("UPDATE outbox SET sent_at = sent_at - make_interval(days => $1)", days);
        append("alice");
        try (OutboxRelay after = relay(Duration.ofMinutes(10), true)) {
            after.start();
            assertThat(received(3).get("alice")).containsExactly(1L, 1L, 2L);
        }
    }

    @Test
    void shouldLeaveNothingOfATransactionThatRolledBack() {
        assertThatThrownBy(() -> database.transaction(transaction -> {
                    outbox.append(transaction, List.of(event("alice")));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        append("alice");
        assertThat(count("SELECT sequence FROM outbox")).isEqualTo(1);
    }

    private OutboxRelay relay(Duration keepSent, boolean resend) {
        OutboxMetrics metrics = new OutboxMetrics(new SimpleMeterRegistry(), "gateway", clock);
        return new OutboxRelay("gateway", Topic.ACCESS, pool, producer, new Settings(keepSent, resend), metrics, clock);
    }

    private record Settings(Duration keepSent, boolean resend) implements KafkaConfig {
        @Override
        public short replicationFactor() {
            return 1;
        }

        @Override
        public String source() {
            return "/muelle";
        }

        @Override
        public int observationsBuffer() {
            return 1;
        }

        @Override
        public int observationsPerSecond() {
            return 1;
        }
    }

    private void append(String name) {
        database.transaction(transaction -> {
            outbox.append(transaction, List.of(event(name)));
            return null;
        });
    }

    private AccountCreated event(String name) {
        return new AccountCreated(name, false, Actor.user("admin"), clock.instant());
    }

    private long count(String sql) {
        return database.query(sql).iterator().next().getLong(0);
    }

    private void awaitEmpty() throws InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        while (count("SELECT count(*) FROM outbox WHERE sent_at IS NULL") > 0) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private void makeTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topic.ACCESS.topicName(), 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** The sequences of each key as they came, repeats too, once {@code atLeast} are there. */
    private Map<String, List<Long>> received(int atLeast) {
        TopicPartition partition = new TopicPartition(Topic.ACCESS.topicName(), 0);
        Map<String, List<Long>> sequences = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Instant deadline = Instant.now().plus(LIMIT);
            int count = 0;
            while ((count < atLeast || consumer.position(partition) < end(consumer, partition))
                    && Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(200))) {
                    byte[] sequence =
                            message.headers().lastHeader("ce_sequence").value();
                    sequences
                            .computeIfAbsent(message.key(), absent -> new ArrayList<>())
                            .add(Long.valueOf(new String(sequence, StandardCharsets.UTF_8)));
                    count++;
                }
            }
        }
        return sequences;
    }

    private static long end(KafkaConsumer<String, String> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).get(partition);
    }

    /** What a consumer applies that ignores what is not above the last sequence it has seen. */
    private static List<Long> withoutRepeats(List<Long> sequences) {
        List<Long> applied = new ArrayList<>();
        for (long sequence : sequences) {
            if (applied.isEmpty() || sequence > applied.getLast()) {
                applied.add(sequence);
            }
        }
        return applied;
    }
}
