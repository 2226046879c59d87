package io.muelle.blob.domain;

import io.muelle.blob.store.BlobReader;
import io.muelle.blob.store.BlobReader.Found;
import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.FilesystemBlobStore;
import io.muelle.blob.store.LinkStore;
import io.muelle.blob.store.ReferenceStore;
import io.muelle.blob.store.UploadSessionStore;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.ask.Claims;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.PostgresDatabase;
import io.muelle.platform.event.Outbox;
import io.muelle.platform.id.TimeOrderedIds;
import io.muelle.testsupport.MutableClock;
import io.muelle.testsupport.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.UnaryOperator;

/** blob-service's domain on a database and a folder of its own, put together as in production. */
public final class BlobFixture implements AutoCloseable {
    public static final int INLINE_LIMIT = 64;
    public static final long MAX_SIZE = 1_000_000;
    public static final Duration LEASE = Duration.ofHours(24);
    public static final Duration DECIDE_AFTER = Duration.ofMinutes(5);
    public static final Actor ANNA = Actor.user("anna");

    private static final Random RANDOM = new Random(7);

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    public final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));
    public final Database database;
    public final BlobStore store;
    public final UploadSessionStore sessions;
    public final ReferenceStore references;
    public final BlobReader reader;
    public final Links links;
    public final Uploads uploads;
    public final SmallUploads smallUploads;
    public final BlobClaims claims;

    private final Outbox outbox;

    public BlobFixture(Path folder) throws IOException {
        this(folder, store -> store);
    }

    /**
     * @param around stands between the uploads and the folder
     */
    public BlobFixture(Path folder, UnaryOperator<BlobStore> around) throws IOException {
        TestDatabase testDatabase = TestDatabase.migrated("db/outbox", "db/blob");
        pool = PgBuilder.pool()
                .connectingTo(testDatabase.connectOptions())
                .using(vertx)
                .build();
        database = new PostgresDatabase(pool);
        store = around.apply(new FilesystemBlobStore(folder, 0));
        TimeOrderedIds ids = new TimeOrderedIds(clock);
        outbox = new Outbox(ids, () -> {});
        sessions = new UploadSessionStore(database);
        references = new ReferenceStore(database);
        reader = new BlobReader(database);
        links = new Links(database, sessions, new LinkStore(), outbox, LEASE, clock);
        UploadLimits limits = new UploadLimits(INLINE_LIMIT, MAX_SIZE);
        uploads = anotherProcess();
        smallUploads = new SmallUploads(database, sessions, store, links, limits);
        claims = new BlobClaims(database, references, new ClaimTimes(DECIDE_AFTER, Duration.ofDays(3)), clock);
    }

    /** Uploads on the same database and store, with a memory of their own. */
    public Uploads anotherProcess() {
        return new Uploads(
                sessions, store, links, new UploadLimits(INLINE_LIMIT, MAX_SIZE), new TimeOrderedIds(clock), clock);
    }

    public BlobDeletion deletion(Claims asked) {
        return new BlobDeletion(database, new LinkStore(), references, asked, outbox, clock);
    }

    public Upload open(RepositoryName repository) {
        return uploads.open(repository, ANNA, DigestAlgorithm.SHA256);
    }

    /** Uploads it as one piece. */
    public Digest upload(RepositoryName repository, byte[] bytes) {
        Digest digest = digest(bytes);
        uploads.finish(open(repository), digest, OptionalLong.empty(), body(bytes));
        return digest;
    }

    /** Whether the repository holds the blob. */
    public boolean holds(RepositoryName repository, Digest digest) {
        return found(repository, digest) != null;
    }

    /** What a pull of the blob would bring, or null. */
    public byte[] pulled(RepositoryName repository, Digest digest) throws IOException {
        Found found = found(repository, digest);
        if (found == null || found.key() == null) {
            return found == null ? null : found.bytes().getBytes();
        }
        try (InputStream stored = store.read(found.key())) {
            return stored.readAllBytes();
        }
    }

    /** What the repository holds of that digest, or null. */
    public Found found(RepositoryName repository, Digest digest) {
        return reader.find(repository, digest)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .orElse(null);
    }

    /** Each row's first column. */
    public List<Object> column(String sql, Object... arguments) {
        List<Object> values = new ArrayList<>();
        database.query(sql, arguments).forEach(row -> values.add(row.getValue(0)));
        return values;
    }

    public static Digest digest(byte[] bytes) {
        return Digest.of(DigestAlgorithm.SHA256, bytes);
    }

    /** Bytes that no other test has. */
    public static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    public static ByteSource body(byte[]... pieces) {
        var rest = List.of(pieces).iterator();
        return () -> rest.hasNext() ? ByteBuffer.wrap(rest.next()) : null;
    }

    @Override
    public void close() {
        pool.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
