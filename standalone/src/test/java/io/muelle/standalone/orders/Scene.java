package io.muelle.standalone.orders;

import io.muelle.blob.domain.Upload;
import io.muelle.contracts.access.Actor.Kind;
import io.muelle.contracts.event.Request;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.name.TagName;
import io.muelle.manifest.domain.ManifestParser;
import io.muelle.manifest.domain.Push;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What one run is about, with names of its own: one blob and one manifest that names it, for two repositories. */
final class Scene {
    static final io.muelle.contracts.access.Actor ANNA = new io.muelle.contracts.access.Actor(Kind.user, "anna");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final World world;
    final RepositoryName repository;
    final RepositoryName other;
    final Digest blob;
    final Digest manifest;

    private final byte[] blobBytes = UUID.randomUUID().toString().getBytes();
    private final byte[] manifestBytes;

    Scene(World world) {
        int number = NUMBER.incrementAndGet();
        this.world = world;
        repository = new RepositoryName("anna/app" + number);
        other = new RepositoryName("anna/copy" + number);
        blob = Digest.of(DigestAlgorithm.SHA256, blobBytes);
        manifestBytes = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":
                {"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},"layers":[]}""".formatted(blob, blobBytes.length).getBytes();
        manifest = Digest.of(DigestAlgorithm.SHA256, manifestBytes);
    }

    void upload(Services services) {
        var upload = services.uploads.open(repository, ANNA, DigestAlgorithm.SHA256);
        Iterator<ByteBuffer> body = List.of(ByteBuffer.wrap(blobBytes)).iterator();
        services.uploads.finish(upload, blob, OptionalLong.empty(), () -> body.hasNext() ? body.next() : null);
    }

    Upload opened(RepositoryName target) {
        return world.services().uploads.open(target, ANNA, DigestAlgorithm.SHA256);
    }

    /** Ends an upload with the blob as its only bytes. */
    boolean finish(Upload upload) {
        return world.services().smallUploads.finish(upload, blob, OptionalLong.empty(), blobBytes);
    }

    void push(Services services, RepositoryName target, String tag) {
        services.manifestPush.put(new Push(
                target,
                manifest,
                new ManifestParser(10).parse(manifestBytes, null),
                manifestBytes,
                List.of(new TagName(tag)),
                ANNA,
                new Request("127.0.0.1", "test", "1"),
                "localhost"));
    }

    /** One push is acknowledged, and nothing was heard of it yet. */
    void pushed() {
        upload(world.services());
        push(world.services(), repository, "first");
    }
}
