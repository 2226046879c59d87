package io.muelle.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    private static final String TOPIC = "kept";

    @TempDir
    Path folder;

    @Test
    void shouldKeepWhatItHasOverARestart() throws Exception {
        try (EmbeddedKafka kafka = started()) {
            makeTopic(kafka);
            send(kafka, "first");
        }
        FileTime formatted = Files.getLastModifiedTime(folder.resolve("log/bootstrap.checkpoint"));
        try (EmbeddedKafka kafka = started()) {
            send(kafka, "second");
            assertThat(received(kafka, 2)).containsExactly("first", "second");
        }
        assertThat(Files.getLastModifiedTime(folder.resolve("log/bootstrap.checkpoint")))
                .isEqualTo(formatted);
    }

    @Test
    void shouldKnowThatItWasKilled() throws Exception {
        try (EmbeddedKafka kafka = started()) {
            assertThat(kafka.afterUncleanStop()).isFalse();
        }
        try (EmbeddedKafka kafka = started()) {
            assertThat(kafka.afterUncleanStop()).isFalse();
        }
        // The mark of one that runs is all that a killed process leaves behind.
        Files.createFile(folder.resolve("running"));
        try (EmbeddedKafka kafka = started()) {
            assertThat(kafka.afterUncleanStop()).isTrue();
        }
        assertThat(new EmbeddedKafka(folder).afterUncleanStop()).isFalse();
    }

    @Test
    void shouldGoOnOnTheFolderOfAKilledProcess() throws Exception {
        Process killed = process(Killed.class);
        Path word = folder.resolve("sent");
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.exists(word)) {
            assertThat(killed.isAlive() && System.nanoTime() < deadline)
                    .as(Files.readString(folder.resolve("output")))
                    .isTrue();
            Thread.sleep(50);
        }
        killed.destroyForcibly().waitFor();
        try (EmbeddedKafka kafka = started()) {
            assertThat(kafka.afterUncleanStop()).isTrue();
            send(kafka, "second");
            assertThat(received(kafka, 2)).containsExactly("first", "second");
        }
    }

    @Test
    void shouldSayNothingWhenTheProcessEndsWhileItStarts() throws Exception {
        Process ending = process(Ending.class);

        boolean ended = ending.waitFor(60, TimeUnit.SECONDS);
        ending.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(folder.resolve("sent")).exists();
        assertThat(folder.resolve("output")).content().doesNotContain("Kafka does not start");
    }

    private Process process(Class<?> main) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    /** A process of its own that starts a broker when it is already ending. */
    static final class Ending {
        private Ending() {}

        public static void main(String... arguments) {
            Path folder = Path.of(arguments[0]);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> start(folder)));
        }

        private static void start(Path folder) {
            try {
                new EmbeddedKafka(folder).startBeside().get(30, TimeUnit.SECONDS);
                Files.writeString(folder.resolve("sent"), "nothing", StandardCharsets.UTF_8);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /** A process of its own, to be killed. */
    static final class Killed {
        private Killed() {}

        public static void main(String... arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            EmbeddedKafka kafka = new EmbeddedKafka(folder);
            kafka.startOnce();
            makeTopic(kafka);
            send(kafka, "first");
            Files.writeString(folder.resolve("sent"), "first", StandardCharsets.UTF_8);
            // Until it is killed, or whoever would have is gone.
            System.in.read();
        }
    }

    private EmbeddedKafka started() throws Exception {
        EmbeddedKafka kafka = new EmbeddedKafka(folder);
        kafka.startOnce();
        return kafka;
    }

    private static void makeTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static void send(EmbeddedKafka kafka, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "key", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> received(EmbeddedKafka kafka, int count) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }
}
