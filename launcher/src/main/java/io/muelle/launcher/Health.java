package io.muelle.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks a registry whether it is ready to serve. */
final class Health {
    private static final int MILLIS = 2_000;

    private Health() {}

    static boolean ready(String management) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(management + "/q/health/ready").toURL().openConnection();
            connection.setConnectTimeout(MILLIS);
            connection.setReadTimeout(MILLIS);
            boolean ready = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            connection.disconnect();
            return ready;
        } catch (IOException notYet) {
            return false;
        }
    }
}
