package io.muelle.platform.http;

import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before the port for requests is open: the one that tells of health may open first. */
@Readiness
@Singleton
public final class ListeningCheck implements HealthCheck {
    private volatile boolean listening;

    void httpOpened(@ObservesAsync HttpServerStart opened) {
        listening = true;
    }

    void httpsOpened(@ObservesAsync HttpsServerStart opened) {
        listening = true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("listening").status(listening).build();
    }
}
