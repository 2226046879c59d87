package io.muelle.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of loopback for processes that listen some seconds later. */
final class FreePorts {
    // Below what systems give to clients' own ends, one of which would have it by the time the process listens, and
    // above what PostgreSQL, Kafka and S3 choose for themselves meanwhile.
    private static final int FIRST = 26_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** One that nobody listens on now, that is not {@code other}, and that was not given before. */
    static int next(int other) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (port != other && isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new LauncherFailure("there is no free port on 127.0.0.1 from " + FIRST + " to " + LAST + ".");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
