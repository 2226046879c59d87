package io.muelle.manifest.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator can set of manifest-service. */
@ConfigMapping(prefix = "muelle.manifest")
public interface ManifestConfig {
    /** The largest manifest. */
    @WithDefault("4M")
    MemorySize maxSize();

    /** The most layers of an image and the most children of an index. */
    @WithDefault("2000")
    int maxDescriptors();

    /** The most tags one push may set. */
    @WithDefault("100")
    int maxTags();

    /** How much memory the bytes of manifests may take. */
    @WithDefault("32M")
    MemorySize cacheSize();

    /** Whether nobody but this process writes to the database, so that it may remember where tags point. */
    @WithDefault("false")
    boolean onlyWriter();

    /** How long a client may send nothing in the middle of a manifest. */
    @WithDefault("30s")
    Duration bodyPatience();
}
