package io.muelle.platform.http;

import io.quarkus.runtime.Application;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready before the port for requests is served by all event loops: the port of health opens first, and a connection
 * that comes while an event loop is being added may be closed.
 */
@Readiness
@Singleton
public final class ListeningCheck implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        Application application = Application.currentApplication();
        return HealthCheckResponse.named("listening")
                .status(application != null && application.isStarted())
                .build();
    }
}
