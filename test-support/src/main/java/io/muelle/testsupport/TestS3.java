package io.muelle.testsupport;

import io.muelle.embedded.EmbeddedS3;
import io.muelle.embedded.S3Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/** S3 servers for tests, one of each kind for the whole test process, and buckets that no other test has. */
public enum TestS3 {
    MINIO,
    VERSITYGW,
    S3PROXY;

    private static final Map<TestS3, EmbeddedS3> SERVERS = new ConcurrentHashMap<>();

    /** The server. Where its program is not installed the test is skipped, but fails where CI is to have it. */
    public EmbeddedS3 server() {
        S3Program program = program();
        return SERVERS.computeIfAbsent(this, absent -> start(program));
    }

    private S3Program program() {
        return switch (this) {
            case MINIO -> S3Program.minio(installed("minio"));
            case VERSITYGW -> versitygw(installed("versitygw"));
            case S3PROXY -> S3Program.s3proxy();
        };
    }

    private static Path installed(String name) {
        var binary = S3Program.executable(name);
        if (System.getenv("CI") == null) {
            Assumptions.assumeTrue(binary.isPresent(), name + " is not installed");
        }
        return binary.orElseThrow(() -> new IllegalStateException(name + " is not installed: run .ci/install s3"));
    }

    private static S3Program versitygw(Path binary) {
        return (settings, environment) -> {
            environment.put("ROOT_ACCESS_KEY", settings.accessKey());
            environment.put("ROOT_SECRET_KEY", settings.secretKey());
            Path objects = Files.createDirectories(settings.folder().resolve("versitygw"));
            Path sidecar = Files.createDirectories(settings.folder().resolve("sidecar"));
            return List.of(
                    binary.toString(),
                    "--port",
                    "127.0.0.1:" + settings.port(),
                    "posix",
                    "--sidecar",
                    sidecar.toString(),
                    objects.toString());
        };
    }

    private static EmbeddedS3 start(S3Program program) {
        try {
            Path folder = Files.createTempDirectory("muelle-s3");
            EmbeddedS3 server = EmbeddedS3.start(program, folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                Folders.delete(folder);
            }));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
