package io.muelle.standalone.orders;

import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.FilesystemBlobStore;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.PostgresDatabase;
import io.muelle.testsupport.MutableClock;
import io.muelle.testsupport.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** The databases of both services, on a real PostgreSQL. */
final class World implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Pool manifestPool = pool("db/outbox", "db/manifest");
    private final Pool blobPool = pool("db/outbox", "db/blob");

    final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));
    final Database manifests = new PostgresDatabase(manifestPool);
    final Database blobs = new PostgresDatabase(blobPool);
    final BlobStore store;

    World(Path folder) throws IOException {
        store = new FilesystemBlobStore(folder, 0);
    }

    private Pool pool(String... migrations) {
        return PgBuilder.pool()
                .connectingTo(TestDatabase.migrated(migrations).connectOptions())
                .using(vertx)
                .build();
    }

    /** Both services for somebody who is not stepped. */
    Services services() {
        return new Services(this, manifests, blobs);
    }

    Services services(Actor actor) {
        return new Services(this, new SteppedDatabase(manifests, actor), new SteppedDatabase(blobs, actor));
    }

    /** So that the end of one run is not the burden of the next. */
    void forget() {
        blobs.query("DELETE FROM reference");
        manifests.query("DELETE FROM outbox");
    }

    @Override
    public void close() {
        manifestPool.close().toCompletionStage().toCompletableFuture().join();
        blobPool.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
