package io.muelle.embedded;

import java.nio.file.Path;

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
            LocalServers servers = LocalServers.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "servers-stop"));
            folder.describe(servers);
            Thread.currentThread().join();
        } catch (EmbeddedFailure failure) {
            System.err.println("muelle: " + failure.getMessage());
            System.exit(1);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
