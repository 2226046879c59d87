package io.muelle.embedded;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The servers as a process of their own, for services that are processes of their own on one machine. Runs until it is
 * told to stop.
 */
public final class ServersProcess {
    private ServersProcess() {}

    /**
     * @param arguments the data folder
     */
    public static void main(String... arguments) {
        try {
            DataFolder folder = DataFolder.claim(Path.of(arguments[0]));
            CompletableFuture<EmbeddedS3> s3 =
                    CompletableFuture.supplyAsync(() -> EmbeddedS3.start(S3Program.best(), folder.resolve("s3")));
            // At once: PostgreSQL may fail to start beside an S3 server that has, and that one must not be left.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(s3), "s3-stop"));
            LocalServers servers = LocalServers.start(folder);
            servers.startBroker();
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "servers-stop"));
            folder.describe(servers, started(s3));
            Thread.currentThread().join();
        } catch (EmbeddedFailure failure) {
            System.err.println("muelle: " + failure.getMessage());
            System.exit(1);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static EmbeddedS3 started(CompletableFuture<EmbeddedS3> s3) {
        try {
            return s3.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof EmbeddedFailure named
                    ? named
                    : new EmbeddedFailure("S3 cannot be started: " + failure.getMessage(), failure);
        }
    }

    /** Waits for a start under way; one that failed has left nothing. */
    private static void close(CompletableFuture<EmbeddedS3> s3) {
        s3.handle((started, failure) -> started)
                .thenAccept(started -> {
                    if (started != null) {
                        started.close();
                    }
                })
                .join();
    }
}
