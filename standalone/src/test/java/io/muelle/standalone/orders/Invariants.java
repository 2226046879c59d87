package io.muelle.standalone.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.RepositoryName;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is true after each step, and what is true in the end. */
record Invariants(Scene scene) {
    /** Every manifest that is committed has its reference, its link and its content. */
    void holdNow() {
        Map<UUID, String> manifests = manifests();
        if (manifests.isEmpty()) {
            return;
        }
        Map<UUID, String> held = new HashMap<>();
        for (Row row : scene.world.blobs.query("""
                SELECT reference.claim, reference.repository FROM reference
                JOIN link USING (repository, digest) JOIN content ON content.id = link.content_id
                WHERE reference.claim = ANY($1) AND content.state = 'stored'""", (Object) manifests.keySet().toArray(UUID[]::new))) {
            held.put(row.getUUID("claim"), row.getString("repository"));
        }
        assertThat(held).as("manifests whose blob is held").isEqualTo(manifests);
    }

    /** Nothing acknowledged is missing, unless somebody deleted it afterwards. */
    void nothingAcknowledgedIsMissing(Map<Role, List<Actor>> actors) {
        int deleted = last(actors.getOrDefault(Role.MANIFEST_DELETER, List.of()));
        int blobDeleted = last(actors.getOrDefault(Role.BLOB_DELETER, List.of()));
        for (Role role : List.of(Role.PUSHER, Role.REPUSHER)) {
            for (Actor pusher : actors.getOrDefault(role, List.of())) {
                if (pusher.acknowledged && pusher.decidedAt > deleted) {
                    assertThat(manifests()).as("manifest of " + pusher.name()).containsValue(scene.repository.value());
                }
                if (pusher.uploadedAt > blobDeleted) {
                    assertThat(linked()).as("blob of " + pusher.name()).isTrue();
                }
            }
        }
        for (Actor mounter : actors.getOrDefault(Role.MOUNTER, List.of())) {
            if (mounter.acknowledged && mounter.decidedAt >= 0) {
                assertThat(manifests()).containsValue(scene.other.value());
            }
        }
    }

    private static int last(List<Actor> deleters) {
        return deleters.stream().mapToInt(actor -> actor.decidedAt).max().orElse(-1);
    }

    /** Once all events were heard and all claims decided, only manifests hold blobs, and what else is there is queued. */
    void noGarbageIsLeft() {
        Services services = scene.world.services();
        new Events(scene).tell(services.blobClaims);
        new Events(scene).tell(services.blobClaims);
        scene.world.clock.advance(Services.ASK_AGAIN_AFTER);
        while (services.blobClaims.decide(services.claims)) {
            // Until none is due.
        }
        Map<UUID, String> references = new HashMap<>();
        scene.world
                .blobs
                .query("SELECT claim, repository FROM reference WHERE digest = $1", scene.blob.toString())
                .forEach(row -> references.put(row.getUUID("claim"), row.getString("repository")));
        assertThat(references).as("references").isEqualTo(manifests());
        assertThat(count("""
                SELECT count(*) FROM link WHERE digest = $1 AND NOT EXISTS (
                    SELECT 1 FROM link_review WHERE (repository, digest) = (link.repository, link.digest))""")).as("links nobody will review").isZero();
        assertThat(count("""
                SELECT count(*) FROM content WHERE digest = $1
                    AND NOT EXISTS (SELECT 1 FROM link WHERE content_id = content.id)
                    AND NOT EXISTS (SELECT 1 FROM content_check WHERE content_id = content.id)""")).as("content nobody will check").isZero();
    }

    private boolean linked() {
        return scene.world
                        .blobs
                        .query(
                                "SELECT 1 FROM link WHERE repository = $1 AND digest = $2",
                                scene.repository.value(),
                                scene.blob.toString())
                        .rowCount()
                == 1;
    }

    private long count(String sql) {
        return scene.world
                .blobs
                .query(sql, scene.blob.toString())
                .iterator()
                .next()
                .getLong(0);
    }

    /** The repository of each manifest, by the claim that it was committed with. */
    private Map<UUID, String> manifests() {
        Map<UUID, String> manifests = new HashMap<>();
        for (Row row : scene.world.manifests.query(
                "SELECT claim, name FROM manifest JOIN repository ON repository.id = repository_id WHERE name = ANY($1)",
                (Object) new String[] {scene.repository.value(), scene.other.value()})) {
            manifests.put(row.getUUID("claim"), new RepositoryName(row.getString("name")).value());
        }
        return manifests;
    }
}
