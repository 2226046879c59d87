package io.muelle.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.muelle.contracts.access.Actor;
import io.muelle.contracts.event.Request;
import io.muelle.contracts.name.Descriptor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.manifest.domain.Deletions;
import io.muelle.manifest.domain.Manifest;
import io.muelle.manifest.domain.ManifestParser;
import io.muelle.manifest.domain.ManifestPush;
import io.muelle.manifest.domain.Push;
import io.muelle.manifest.domain.RepositoryCreation;
import io.muelle.manifest.domain.Tagging;
import io.muelle.manifest.store.ClaimOutcomes;
import io.muelle.manifest.store.ManifestReader;
import io.muelle.manifest.store.ReferrerReader;
import io.muelle.manifest.store.Repositories;
import io.muelle.manifest.store.RepositoryVersions;
import io.muelle.manifest.store.TagReader;
import io.muelle.platform.database.Database;
import io.muelle.platform.database.PostgresDatabase;
import io.muelle.platform.event.Outbox;
import io.muelle.platform.id.TimeOrderedIds;
import io.muelle.testsupport.MutableClock;
import io.muelle.testsupport.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** manifest-service without HTTP, on a database of its own, with a blob-service in memory. */
public final class ManifestFixture implements AutoCloseable {
    public static final Actor ANNA = Actor.user("anna");
    public static final Actor BEN = Actor.user("ben");
    private static final Request REQUEST = new Request("192.0.2.1", "test", null);

    public final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    public final BlobsInMemory blobs = new BlobsInMemory();
    public final Set<RepositoryName> sparse = ConcurrentHashMap.newKeySet();
    public final Database database;
    public final ManifestParser parser = new ManifestParser(100);
    public final ManifestPush pushes;
    public final Deletions deletions;
    public final Tagging tagging;
    public final RepositoryCreation creation;
    public final ClaimOutcomes outcomes;
    public final Repositories repositories;
    public final ManifestReader manifests;
    public final TagReader tags;
    public final ReferrerReader referrers;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    public ManifestFixture() {
        TestDatabase testDatabase = TestDatabase.migrated("db/outbox", "db/manifest");
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(8))
                .connectingTo(testDatabase.connectOptions())
                .using(vertx)
                .build();
        database = new PostgresDatabase(pool);
        TimeOrderedIds ids = new TimeOrderedIds(clock);
        Outbox outbox = new Outbox(ids, () -> {});
        RepositoryVersions versions = new RepositoryVersions(true);
        repositories = new Repositories(database, versions);
        pushes = new ManifestPush(database, repositories, blobs, sparse::contains, outbox, ids, clock);
        deletions = new Deletions(database, repositories, outbox, clock);
        tagging = new Tagging(database, repositories, outbox, clock);
        creation = new RepositoryCreation(database, repositories, outbox, clock);
        outcomes = new ClaimOutcomes(database);
        manifests = new ManifestReader(database, versions, 1024 * 1024);
        tags = new TagReader(database);
        referrers = new ReferrerReader(database);
    }

    /** A blob that the repository holds. */
    public Descriptor blob(RepositoryName repository, String content) {
        Descriptor blob = absentBlob(content);
        blobs.add(repository, blob.digest(), blob.size());
        return blob;
    }

    public static Descriptor absentBlob(String content) {
        return new Descriptor("application/octet-stream", digest(content), content.getBytes(UTF_8).length);
    }

    /** The text of a small image, all of whose blobs the repository holds. */
    public String image(RepositoryName repository, String content) {
        return ManifestJsonText.image(blob(repository, content), List.of());
    }

    public Digest push(RepositoryName repository, String manifest, String... tags) {
        return push(ANNA, repository, manifest, tags);
    }

    public Digest push(Actor actor, RepositoryName repository, String manifest, String... tags) {
        return push(actor, repository, manifest, null, tags);
    }

    /** A push of a manifest that does not say itself what it is. */
    public Digest pushAs(String contentType, RepositoryName repository, String manifest, String... tags) {
        return push(ANNA, repository, manifest, contentType, tags);
    }

    private Digest push(Actor actor, RepositoryName repository, String manifest, String contentType, String... tags) {
        byte[] bytes = manifest.getBytes(UTF_8);
        Manifest parsed = parser.parse(bytes, contentType);
        Digest digest = digest(manifest);
        List<TagName> names = Stream.of(tags).map(TagName::new).toList();
        pushes.put(new Push(repository, digest, parsed, bytes, names, actor, REQUEST, "registry.example"));
        return digest;
    }

    public static Digest digest(String content) {
        return Digest.of(DigestAlgorithm.SHA256, content.getBytes(UTF_8));
    }

    /** The events of a repository in their order, each as its type and subject. */
    public List<String> events(RepositoryName repository) {
        List<String> events = new ArrayList<>();
        database.query("SELECT type, subject FROM outbox WHERE key = $1 ORDER BY sequence", repository.value())
                .forEach(row -> events.add(
                        row.getString("type").substring("io.muelle.".length()) + ' ' + row.getString("subject")));
        return events;
    }

    /** As what each push of an image was told. */
    public List<String> mediaTypesPushed(RepositoryName repository) {
        List<String> types = new ArrayList<>();
        database.query("""
                        SELECT data::json ->> 'mediaType' AS type FROM outbox
                        WHERE key = $1 AND type = 'io.muelle.image.pushed' ORDER BY sequence""", repository.value()).forEach(row -> types.add(row.getString("type")));
        return types;
    }

    /** The claim of a manifest that is here. */
    public UUID claimOf(RepositoryName repository, Digest digest) {
        return database.query("""
                        SELECT claim FROM manifest JOIN repository ON repository.id = manifest.repository_id
                        WHERE repository.name = $1 AND manifest.digest = $2""", repository.value(), digest.toString())
                .iterator()
                .next()
                .getUUID("claim");
    }

    public long count(String table) {
        return database.query("SELECT count(*) AS count FROM " + table)
                .iterator()
                .next()
                .getLong("count");
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        await(pool.close());
        await(vertx.close());
    }
}
