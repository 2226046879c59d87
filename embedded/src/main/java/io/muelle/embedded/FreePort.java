package io.muelle.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on loopback. */
public final class FreePort {
    // Below what systems give to clients' own ends, one of which would have it by the time a server starts again, and
    // below what the launcher gives to the other processes.
    private static final int FIRST = 20_000;
    private static final int LAST = 25_999;
    private static final int ATTEMPTS = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** A port that nobody listens on now, and that was not given before. */
    public static int find() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (free(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new EmbeddedFailure("there is no free port on 127.0.0.1 from " + FIRST + " to " + LAST + ".");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
