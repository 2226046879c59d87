package io.muelle.platform.event;

import io.muelle.contracts.event.Topic;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the topics that are not there, as soon as a broker answers; nothing waits for it. */
@Singleton
@Startup
public class TopicSetup {
    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final long RETRY_MILLIS = 1_000;

    private final LateClient<Admin> admin;
    private final KafkaConfig config;
    private volatile Thread thread;

    public TopicSetup(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, KafkaConfig config) {
        this.admin = new LateClient<>(
                () -> Admin.create(Map.of("bootstrap.servers", bootstrapServers, "client.id", "muelle-topics")));
        this.config = config;
    }

    @PostConstruct
    void start() {
        thread = Thread.ofVirtual().name("topic-setup").start(this::run);
    }

    private void run() {
        try {
            while (!made()) {
                Thread.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException stopping) {
            LOG.debug("The process stops before its topics were made");
        } finally {
            admin.end(Admin::close);
        }
    }

    private boolean made() throws InterruptedException {
        try {
            return made(admin.get());
        } catch (KafkaException away) {
            LOG.debugf(away, "Topics wait to be made");
            return false;
        }
    }

    private boolean made(Admin admin) throws InterruptedException {
        List<NewTopic> topics = Stream.concat(Stream.of(Topic.values()).map(Topic::topicName), deadLetterTopics())
                .map(this::topic)
                .toList();
        boolean all = true;
        for (var result : admin.createTopics(topics, new CreateTopicsOptions().timeoutMs(10_000))
                .values()
                .values()) {
            try {
                result.get();
            } catch (ExecutionException failure) {
                all &= failure.getCause() instanceof TopicExistsException;
            }
        }
        return all;
    }

    /** Where the consumers of this process put what they cannot read. */
    private static Stream<String> deadLetterTopics() {
        Config settings = ConfigProvider.getConfig();
        return StreamSupport.stream(settings.getPropertyNames().spliterator(), false)
                .filter(name -> name.endsWith(".dead-letter-queue.topic"))
                .map(name -> settings.getValue(name, String.class));
    }

    private NewTopic topic(String name) {
        long retention = Duration.ofDays(Topic.RETENTION_DAYS).toMillis();
        return new NewTopic(name, Topic.PARTITIONS, config.replicationFactor())
                .configs(Map.of("retention.ms", Long.toString(retention)));
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }
}
