package io.muelle.platform.security;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before the first keys are known: no token could be checked. Keys that are old only alarm. */
@Readiness
@Singleton
public final class KeysCheck implements HealthCheck {
    private final TrustStore trust;

    KeysCheck(TrustStore trust) {
        this.trust = trust;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("signing-keys").status(!trust.empty()).build();
    }
}
