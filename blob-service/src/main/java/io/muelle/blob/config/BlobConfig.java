package io.muelle.blob.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** What an operator can set of blob-service. */
@ConfigMapping(prefix = "muelle.blob")
public interface BlobConfig {
    enum Kind {
        FOLDER,
        S3
    }

    /** What content is kept in. */
    @WithDefault("folder")
    Kind store();

    /** Where content lies in a folder; one process only may use it. */
    Path folder();

    /** Content up to this size lies in its row: no file. */
    @WithDefault("4096")
    int inlineLimit();

    /** How long an uploaded or mounted blob waits for its manifest. */
    @WithDefault("24h")
    Duration lease();

    /** How long an upload may rest before it is forgotten. */
    @WithDefault("24h")
    Duration uploadLifetime();

    /** How many bodies may stream in at once; more are asked to come back. */
    @WithDefault("128")
    int concurrentUploads();

    /** How long a client may send nothing in the middle of a body. */
    @WithDefault("60s")
    Duration bodyPatience();

    /** The largest blob. */
    @WithDefault("1024G")
    MemorySize maxSize();

    /** When a claim that was not confirmed is decided. */
    @WithDefault("5m")
    Duration decideAfter();

    /** When a confirmed claim is asked about again, in case its end was never heard of. */
    @WithDefault("3d")
    Duration askAgainAfter();
}
