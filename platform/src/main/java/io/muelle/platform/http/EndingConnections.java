package io.muelle.platform.http;

import io.vertx.core.http.HttpConnection;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/** HTTP/1 connections that end with the answer under way: what was sent after its request is not served. */
public final class EndingConnections {
    private static final Set<HttpConnection> ENDING =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private EndingConnections() {}

    static void add(HttpConnection connection) {
        ENDING.add(connection);
    }

    public static boolean contains(HttpConnection connection) {
        return ENDING.contains(connection);
    }
}
