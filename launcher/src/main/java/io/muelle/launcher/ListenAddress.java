package io.muelle.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Where the registry listens. */
record ListenAddress(String host, int port, boolean tls) {
    private static final int LAST_PORT = 65_535;

    ListenAddress {
        if (port < 1 || port > LAST_PORT) {
            throw new LauncherFailure("--port " + port + " is no port: choose one of 1 to " + LAST_PORT + ".");
        }
    }

    /** A port of loopback that nobody listens on now. */
    static ListenAddress freeOnLoopback() {
        return new ListenAddress("127.0.0.1", FreePorts.next(LAST_PORT), false);
    }

    /** Refuses an address on which this process could not listen now. */
    void requireFree() {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            socket.getLocalPort();
        } catch (UnknownHostException failure) {
            throw new LauncherFailure(
                    "--host " + host + " is no address of this machine: give one, or 0.0.0.0 for all.", failure);
        } catch (IOException failure) {
            throw refused(failure);
        }
    }

    private LauncherFailure refused(IOException failure) {
        boolean busy = failure.getMessage().contains("in use");
        return new LauncherFailure(
                busy
                        ? "port " + port + " on " + host
                                + " is in use by another process: stop that one, or choose another with --port."
                        : "nothing can listen on port " + port + " of " + host + " (" + failure.getMessage()
                                + "): choose others with --host and --port.",
                failure);
    }

    /** Any port of loopback but this one. */
    int otherFreePort() {
        return FreePorts.next(port);
    }

    String url() {
        return (tls ? "https://" : "http://") + authority();
    }

    /** Host and port as a client on this machine names them. */
    String authority() {
        return switch (host) {
            case "0.0.0.0", "::" -> "127.0.0.1:" + port;
            default -> (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        };
    }
}
