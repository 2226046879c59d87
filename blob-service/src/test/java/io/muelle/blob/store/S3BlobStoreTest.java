package io.muelle.blob.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.blob.store.s3.S3BlobStore;
import io.muelle.blob.store.s3.TestBucket;
import io.muelle.testsupport.TestS3;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The contract, on three servers that have nothing in common but the protocol. */
class S3BlobStoreTest {
    @Nested
    class OnMinio extends OnServer {
        OnMinio() {
            super(TestS3.MINIO);
        }
    }

    @Nested
    class OnVersitygw extends OnServer {
        OnVersitygw() {
            super(TestS3.VERSITYGW);
        }
    }

    @Nested
    class OnS3proxy extends OnServer {
        OnS3proxy() {
            super(TestS3.S3PROXY);
        }
    }

    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class OnServer extends BlobStoreContract {
        private final TestS3 kind;
        private TestBucket bucket;
        private S3BlobStore store;

        OnServer(TestS3 kind) {
            this.kind = kind;
        }

        @BeforeAll
        void open() throws IOException {
            bucket = new TestBucket(kind.server());
            store = bucket.store();
        }

        @AfterAll
        void close() throws Exception {
            if (bucket != null) {
                bucket.close();
            }
        }

        @Override
        BlobStore store() {
            return store;
        }

        @Override
        BlobStore reopened() throws IOException {
            return bucket.store();
        }

        @Override
        Vertx vertx() {
            return bucket.vertx();
        }

        @Override
        List<String> held(String key) throws Exception {
            return bucket.held(key);
        }

        @Test
        void shouldGiveAnAddressThatAnybodyMayReadButNotWrite() throws Exception {
            String key = content("for everybody");
            URI address = store.address(key).orElseThrow();
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpResponse<String> read =
                        client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
                assertThat(read.body()).isEqualTo("for everybody");
                HttpResponse<Void> written = client.send(
                        HttpRequest.newBuilder(address)
                                .PUT(HttpRequest.BodyPublishers.ofString("forged"))
                                .build(),
                        BodyHandlers.discarding());
                assertThat(written.statusCode()).isEqualTo(403);
            }
            assertThat(read(store, key)).isEqualTo("for everybody");
        }
    }
}
