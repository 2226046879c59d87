package io.muelle.blob.config;

import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.FilesystemBlobStore;
import io.muelle.blob.store.s3.S3BlobStore;
import io.muelle.blob.store.s3.S3Config;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.Closeable;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The one store of content that the configuration names. */
final class StoreBeans {
    private static final Logger LOG = Logger.getLogger(StoreBeans.class);

    @Produces
    @Singleton
    BlobStore blobStore(
            BlobConfig config,
            S3Config s3,
            @ConfigProperty(name = "muelle.storage.reserve", defaultValue = "256M") MemorySize reserve,
            Vertx vertx)
            throws IOException {
        return switch (config.store()) {
            case FOLDER -> new FilesystemBlobStore(config.folder(), reserve.asLongValue());
            case S3 -> {
                S3BlobStore store = new S3BlobStore(s3, vertx);
                Thread.startVirtualThread(() -> prepare(store));
                yield store;
            }
        };
    }

    /** Not waited for: manifests can be pulled while S3 is away. */
    private static void prepare(S3BlobStore store) {
        try {
            store.prepare();
        } catch (IOException failure) {
            LOG.warnf("The bucket of content cannot be looked at or made now: %s", failure.getMessage());
        }
    }

    void close(@Disposes BlobStore store) throws IOException {
        if (store instanceof Closeable open) {
            open.close();
        }
    }
}
