package io.muelle.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jboss.logging.Logger;

/**
 * A real Kafka broker and controller (KRaft) in this process, on loopback. A failure inside it never ends the process:
 * the broker is started again and the rest goes on.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedKafka.class);
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Path folder;
    private final Path running;
    private final int port;
    private final int controllerPort;
    private final boolean afterUncleanStop;
    private KafkaRaftServer server;
    private volatile boolean closed;

    /** A broker on what is in {@code folder}; it does not run yet. */
    public EmbeddedKafka(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.running = this.folder.resolve("running");
        this.port = FreePort.find();
        this.controllerPort = FreePort.find();
        try {
            Files.createDirectories(this.folder);
            this.afterUncleanStop = Files.exists(running);
            if (!afterUncleanStop) {
                Files.createFile(running);
            }
        } catch (IOException failure) {
            throw new EmbeddedFailure("Kafka cannot use " + folder + ": " + failure.getMessage(), failure);
        }
        Exit.setExitProcedure((status, message) -> recover(message));
        Exit.setHaltProcedure((status, message) -> recover(message));
    }

    /**
     * Whether the process was killed the last time: the broker does not fsync each record, so what it acknowledged
     * shortly before may be gone.
     */
    public boolean afterUncleanStop() {
        return afterUncleanStop;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Starts the broker beside the caller. */
    public CompletableFuture<Void> startBeside() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Thread.ofPlatform().name("kafka-start").daemon().start(() -> {
            startPersistently();
            started.complete(null);
        });
        return started;
    }

    private void startPersistently() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!closed) {
            try {
                startOnce();
                return;
            } catch (Exception | Error failure) {
                if (processEnds()) {
                    return;
                }
                LOG.errorf(failure, "Kafka does not start: the next attempt is in %d s", pause / 1000);
                if (!paused(pause)) {
                    return;
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    /** Whoever stops soon after a start ends the process while the broker starts, which then cannot add its hooks. */
    private static boolean processEnds() {
        Thread probe = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException ends) {
            return true;
        }
    }

    private static boolean paused(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException stopping) {
            return false;
        }
    }

    /** Starts the broker and returns when it answers. */
    public void startOnce() throws Exception {
        lock.lock();
        try {
            if (closed || server != null) {
                return;
            }
            format();
            KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings()), Time.SYSTEM);
            starting.startup();
            server = starting;
            LOG.infof("Kafka answers at %s", bootstrapServers());
        } finally {
            lock.unlock();
        }
    }

    private void format() throws Exception {
        if (Files.exists(folder.resolve("log/meta.properties"))) {
            return;
        }
        Formatter formatter = new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.resolve("log").toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true);
        formatter.addDirectory(folder.resolve("log").toString());
        formatter.run();
    }

    private Properties settings() {
        Properties settings = new Properties();
        List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                        "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "controller.listener.names=CONTROLLER",
                        "inter.broker.listener.name=PLAINTEXT",
                        "log.dirs=" + folder.resolve("log"),
                        // After kill -9 the controller refuses the new broker for as long as it may take the dead one
                        // for alive: 9 s if nothing is set.
                        "broker.session.timeout.ms=2000",
                        "broker.heartbeat.interval.ms=500",
                        // A sign of life in the log twice a second is for other controllers, of which there are none.
                        "metadata.max.idle.interval.ms=0",
                        "auto.create.topics.enable=false",
                        "default.replication.factor=1",
                        "offsets.topic.replication.factor=1",
                        "offsets.topic.num.partitions=4",
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1",
                        "transaction.state.log.num.partitions=1",
                        "group.initial.rebalance.delay.ms=0",
                        "num.network.threads=1",
                        "num.io.threads=2",
                        "num.recovery.threads.per.data.dir=1",
                        "background.threads=2",
                        "log.cleaner.dedupe.buffer.size=1200000",
                        "log.cleaner.io.buffer.size=131072",
                        "socket.request.max.bytes=8388608",
                        "queued.max.requests=50",
                        "log.index.size.max.bytes=1048576",
                        "log.segment.bytes=67108864")
                .forEach(line -> settings.setProperty(
                        line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return settings;
    }

    /**
     * Kafka asks for the end of the process. The calling thread is one of the broker's own, so another one does the
     * work, and this one stops here: what it would do next believes that there is no next.
     */
    private void recover(String reason) {
        if (!closed) {
            LOG.errorf("The broker failed (%s): it is started again", reason);
            Thread.ofPlatform().name("kafka-recovery").daemon().start(() -> {
                stopServer();
                startPersistently();
            });
        }
        throw new BrokerEndedError();
    }

    private static final class BrokerEndedError extends Error {
        private static final long serialVersionUID = 1L;

        BrokerEndedError() {
            super("The broker ends", null, false, false);
        }
    }

    private void stopServer() {
        lock.lock();
        try {
            if (server != null) {
                server.shutdown();
                server.awaitShutdown();
            }
        } catch (RuntimeException failure) {
            LOG.warnf("The broker does not stop properly: %s", failure.getMessage());
        } finally {
            server = null;
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        boolean ran = server != null;
        stopServer();
        try {
            if (ran || !afterUncleanStop) {
                Files.deleteIfExists(running);
            }
        } catch (IOException failure) {
            LOG.warnf("The mark of the running broker stays: %s", failure.getMessage());
        }
    }
}
