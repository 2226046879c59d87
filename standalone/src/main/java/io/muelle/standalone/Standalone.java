package io.muelle.standalone;

import io.muelle.embedded.DataFolder;
import io.muelle.embedded.EmbeddedFailure;
import io.muelle.embedded.EmbeddedPostgres;
import io.muelle.embedded.LocalServers;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * All of Muelle in one process: PostgreSQL beside it, the broker inside it, content in a folder. Everything lies below
 * the folder that the system property {@code muelle.data} names.
 */
@QuarkusMain
public final class Standalone {
    private static final long STOP_SECONDS = 60;

    private final CountDownLatch servicesEnded = new CountDownLatch(1);
    private volatile boolean stopping;

    private Standalone() {}

    public static void main(String... arguments) {
        try {
            new Standalone().run(Path.of(System.getProperty("muelle.data", "data")), arguments);
        } catch (EmbeddedFailure failure) {
            System.err.println("muelle: " + failure.getMessage());
            System.exit(1);
        }
    }

    private void run(Path data, String... arguments) {
        DataFolder folder = DataFolder.claim(data);
        CompletableFuture<LocalServers> starting = CompletableFuture.supplyAsync(() -> LocalServers.start(folder));
        prepareServices();
        LocalServers servers = started(starting);
        // The JVM waits for its hooks, and for nothing else: what the services need ends here, after them.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(servers), "muelle-stop"));
        configure(folder, servers);
        folder.describe(servers);
        BrokerStart.after(servers);
        Quarkus.run(null, this::ended, arguments);
    }

    /** Does beside the start of PostgreSQL what Quarkus does before it looks at a setting: loading most classes. */
    private static void prepareServices() {
        try {
            Class.forName(Application.APP_CLASS_NAME);
        } catch (ClassNotFoundException | LinkageError failure) {
            // The start of the services comes to it again, and tells it.
            return;
        }
    }

    private static LocalServers started(CompletableFuture<LocalServers> starting) {
        try {
            return starting.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof EmbeddedFailure known ? known : failure;
        }
    }

    /** Tells the services where everything is. */
    private static void configure(DataFolder folder, LocalServers servers) {
        for (String service : LocalServers.SERVICES) {
            String datasource = "quarkus.datasource." + service;
            System.setProperty(datasource + ".username", EmbeddedPostgres.USER);
            System.setProperty(datasource + ".password", servers.postgres().passwordOfUser());
            System.setProperty(datasource + ".reactive.url", servers.postgres().reactiveUrl(service));
            System.setProperty(datasource + ".jdbc.url", servers.postgres().jdbcUrl(service));
        }
        System.setProperty("kafka.bootstrap.servers", servers.kafka().bootstrapServers());
        System.setProperty(
                "muelle.events.resend", Boolean.toString(servers.kafka().afterUncleanStop()));
        System.setProperty("muelle.blob.folder", folder.resolve("blobs").toString());
    }

    private void ended(int code, Throwable failure) {
        servicesEnded.countDown();
        if (failure != null) {
            System.err.println("muelle: the services did not start: " + root(failure));
        }
        if (!stopping) {
            System.exit(code);
        }
    }

    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private void end(LocalServers servers) {
        stopping = true;
        try {
            servicesEnded.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        servers.close();
    }
}
