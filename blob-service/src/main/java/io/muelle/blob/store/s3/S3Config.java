package io.muelle.blob.store.s3;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What an operator can set of content in S3. */
@ConfigMapping(prefix = "muelle.blob.s3")
public interface S3Config {
    /** Where the server is, such as {@code https://s3.example.org}. */
    Optional<URI> endpoint();

    /** Where clients reach it if that is elsewhere; only for redirects. */
    Optional<URI> publicEndpoint();

    @WithDefault("muelle")
    String bucket();

    @WithDefault("us-east-1")
    String region();

    Optional<String> accessKey();

    Optional<String> secretKey();

    /** Bytes of a part, at least 5 MiB; content has at most 10,000 parts. */
    @WithDefault("8M")
    MemorySize partSize();

    /** How much memory bytes on their way to S3 may take, of all uploads together, beside the heap. */
    @WithDefault("128M")
    MemorySize memory();

    /** How many parts of one upload are on their way at once. */
    @WithDefault("3")
    int partsAtOnce();

    /** How long an upload waits for memory before it is asked to come back. */
    @WithDefault("30s")
    Duration memoryPatience();

    /** How long a connection to S3 may stand still. */
    @WithDefault("30s")
    Duration patience();

    /** Whether a pull of content is sent to S3 by a redirect. */
    @WithDefault("false")
    boolean redirect();

    /** How long the address of a redirect holds. */
    @WithDefault("10m")
    Duration redirectLifetime();
}
