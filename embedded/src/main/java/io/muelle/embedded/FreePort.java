package io.muelle.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports on loopback. */
public final class FreePort {
    private FreePort() {}

    /** A port that nobody listens on now. */
    public static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new EmbeddedFailure("There is no free port on 127.0.0.1.", failure);
        }
    }
}
