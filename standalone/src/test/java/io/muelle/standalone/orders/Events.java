package io.muelle.standalone.orders;

import io.muelle.blob.domain.BlobClaims;
import io.muelle.contracts.event.EventType;
import io.muelle.contracts.event.ManifestDeleted;
import io.muelle.contracts.event.ManifestStored;
import io.muelle.platform.event.EventJson;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;

/** The events that manifest-service has written about a scene, for blob-service to hear. */
record Events(Scene scene) {
    void tell(BlobClaims claims) {
        for (Row row : scene.world.manifests.query(
                "SELECT type, data FROM outbox WHERE key = ANY($1) ORDER BY position",
                (Object) new String[] {scene.repository.value(), scene.other.value()})) {
            EventType type = EventType.ofType(row.getString("type")).orElseThrow();
            switch (EventJson.read(type, row.getString("data").getBytes(StandardCharsets.UTF_8))) {
                case ManifestStored stored -> claims.confirm(stored.claim());
                case ManifestDeleted deleted -> claims.end(deleted.claim());
                default -> {
                    // Nothing else concerns claims.
                }
            }
        }
    }
}
