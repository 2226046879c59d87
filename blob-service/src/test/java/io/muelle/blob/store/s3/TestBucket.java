package io.muelle.blob.store.s3;

import io.minio.ListObjectsArgs;
import io.minio.MinioAsyncClient;
import io.minio.Result;
import io.minio.errors.XmlParserException;
import io.minio.messages.Item;
import io.muelle.embedded.EmbeddedS3;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** A bucket of a test's own, reached by an address of the test's choice. */
public final class TestBucket implements AutoCloseable {
    private static final BigInteger MIB = BigInteger.valueOf(1024 * 1024);
    private static final int SMALLEST_PART = 5;

    private final Vertx vertx = Vertx.vertx();
    private final List<S3BlobStore> stores = new ArrayList<>();
    private final String name = "test-" + UUID.randomUUID();
    private final EmbeddedS3 server;
    private final MinioAsyncClient client;

    public TestBucket(EmbeddedS3 server) {
        this.server = server;
        this.client = MinioAsyncClient.builder()
                .endpoint(server.endpoint())
                .region("us-east-1")
                .credentials(EmbeddedS3.ACCESS_KEY, server.secretKey())
                .build();
    }

    /** A store on the bucket, as each process has one. */
    public S3BlobStore store() throws IOException {
        return store(server.endpoint(), 64);
    }

    /** The same, which lets clients fetch content by themselves, or does not. */
    public S3BlobStore store(boolean redirect) {
        try {
            return opened(new Config(URI.create(server.endpoint()), 64, SMALLEST_PART, redirect));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    S3BlobStore store(String endpoint, int memory) throws IOException {
        return store(endpoint, memory, SMALLEST_PART);
    }

    /** With that much memory, and parts of that size; both in MiB. */
    S3BlobStore store(String endpoint, int memory, int part) throws IOException {
        return opened(new Config(URI.create(endpoint), memory, part, true));
    }

    private S3BlobStore opened(Config config) throws IOException {
        S3BlobStore store = new S3BlobStore(config, vertx);
        stores.add(store);
        if (stores.size() == 1) {
            store.prepare();
        }
        return store;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Everything whose name begins so, and every multipart upload that is not finished. */
    public List<String> held(String prefix) throws Exception {
        List<String> names = new ArrayList<>();
        for (Result<Item> item : client.listObjects(ListObjectsArgs.builder()
                .bucket(name)
                .prefix(prefix)
                .recursive(true)
                .build())) {
            names.add(item.get().objectName());
        }
        names.addAll(unfinished(prefix));
        return names;
    }

    private List<String> unfinished(String prefix) throws Exception {
        try {
            // MinIO lists the uploads of one key only.
            return client
                    .listMultipartUploadsAsync(name, "us-east-1", null, "", null, 1000, prefix, null, null, null)
                    .get()
                    .result()
                    .uploads()
                    .stream()
                    .map(upload -> upload.objectName() + " (unfinished)")
                    .toList();
        } catch (ExecutionException unreadable) {
            // s3proxy's list lacks what the client insists on.
            if (unreadable.getCause() instanceof XmlParserException) {
                return List.of();
            }
            throw unreadable;
        }
    }

    @Override
    public void close() throws IOException {
        for (S3BlobStore store : stores) {
            store.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Config implements S3Config {
        private final URI endpoint;
        private final int memory;
        private final int part;
        private final boolean redirect;

        Config(URI endpoint, int memory, int part, boolean redirect) {
            this.endpoint = endpoint;
            this.memory = memory;
            this.part = part;
            this.redirect = redirect;
        }

        @Override
        public Optional<URI> endpoint() {
            return Optional.of(endpoint);
        }

        @Override
        public Optional<URI> publicEndpoint() {
            return Optional.empty();
        }

        @Override
        public String bucket() {
            return name;
        }

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public Optional<String> accessKey() {
            return Optional.of(EmbeddedS3.ACCESS_KEY);
        }

        @Override
        public Optional<String> secretKey() {
            return Optional.of(server.secretKey());
        }

        @Override
        public MemorySize partSize() {
            return new MemorySize(MIB.multiply(BigInteger.valueOf(part)));
        }

        @Override
        public MemorySize memory() {
            return new MemorySize(MIB.multiply(BigInteger.valueOf(memory)));
        }

        @Override
        public int partsAtOnce() {
            return 3;
        }

        @Override
        public Duration memoryPatience() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }

        @Override
        public boolean redirect() {
            return redirect;
        }

        @Override
        public Duration redirectLifetime() {
            return Duration.ofMinutes(1);
        }
    }
}
