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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Hears which claims were confirmed and which ended. Every repeat does no harm, so no inbox is kept; what is missed is
 * asked for by {@link ClaimDecider}.
 */
@ApplicationScoped
public class RegistryConsumer {
    private static final Logger LOG = Logger.getLogger(RegistryConsumer.class);

    private final BlobClaims claims;
    private final Persistently persistently;

    public RegistryConsumer(BlobClaims claims, Persistently persistently) {
        this.claims = claims;
        this.persistently = persistently;
    }

    @Incoming("blob-registry")
    @RunOnVirtualThread
    public CompletionStage<Void> hear(Message<byte[]> message) {
        Optional<Event> event;
        try {
            event = EventReader.read(message);
        } catch (RuntimeException poison) {
            LOG.errorf("An event cannot be read and goes to the dead-letter topic: %s", poison.getMessage());
            return message.nack(poison);
        }
        boolean applied = event.map(this::apply).orElse(true);
        // Neither acknowledged nor refused when the process stops: it comes again.
        return applied ? message.ack() : new CompletableFuture<>();
    }

    private boolean apply(Event event) {
        return switch (event) {
            case ManifestStored stored -> persistently.run(() -> claims.confirm(stored.claim()));
            case ManifestDeleted deleted -> persistently.run(() -> claims.end(deleted.claim()));
            // Nothing else concerns claims.
            default -> true;
        };
    }
}
