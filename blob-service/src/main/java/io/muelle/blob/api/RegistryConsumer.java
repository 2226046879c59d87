package io.muelle.blob.api;

import io.muelle.blob.domain.BlobClaims;
import io.muelle.contracts.event.Event;
import io.muelle.contracts.event.ManifestDeleted;
import io.muelle.contracts.event.ManifestStored;
import io.muelle.platform.event.EventReader;
import io.muelle.platform.event.Persistently;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Hears which claims were confirmed and which ended. Every repeat does no harm, so no inbox is kept; what is missed is
 * asked for by {@link ClaimDecider}.
 */
@ApplicationScoped
public class RegistryConsumer {
    private final BlobClaims claims;

    public RegistryConsumer(BlobClaims claims) {
        this.claims = claims;
    }

    @Incoming("blob-registry")
    @RunOnVirtualThread
    public CompletionStage<Void> hear(Message<byte[]> message) {
        Optional<Event> event;
        try {
            event = EventReader.read(message);
        } catch (RuntimeException poison) {
            return message.nack(poison);
        }
        event.ifPresent(this::apply);
        return message.ack();
    }

    private void apply(Event event) {
        switch (event) {
            case ManifestStored stored -> Persistently.run(() -> claims.confirm(stored.claim()));
            case ManifestDeleted deleted -> Persistently.run(() -> claims.end(deleted.claim()));
            default -> {
                // Nothing else concerns claims.
            }
        }
    }
}
