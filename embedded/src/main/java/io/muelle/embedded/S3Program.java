package io.muelle.embedded;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that serves S3 from a folder. */
public interface S3Program {
    /**
     * How it is run.
     *
     * @param environment takes what nobody else may read from the command line
     */
    List<String> command(S3Settings settings, Map<String, String> environment) throws IOException;

    /** The folder to keep objects in, a port on loopback and the one account. */
    record S3Settings(Path folder, int port, String accessKey, String secretKey) {
        @Override
        public String toString() {
            return "S3Settings[" + folder + ", " + port + ", " + accessKey + "]";
        }
    }

    /** MinIO, if it is installed, else s3proxy. */
    static S3Program best() {
        return executable("minio").map(S3Program::minio).orElseGet(S3Program::s3proxy);
    }

    /** MinIO's own server. */
    static S3Program minio(Path binary) {
        return (settings, environment) -> {
            environment.put("MINIO_ROOT_USER", settings.accessKey());
            environment.put("MINIO_ROOT_PASSWORD", settings.secretKey());
            environment.put("MINIO_BROWSER", "off");
            return List.of(
                    binary.toString(),
                    "server",
                    "--quiet",
                    "--address",
                    "127.0.0.1:" + settings.port(),
                    Files.createDirectories(settings.folder().resolve("minio")).toString());
        };
    }

    /** s3proxy over a folder: it needs only Java, and keeps less than a power cut demands. */
    static S3Program s3proxy() {
        return (settings, environment) -> {
            Path objects = Files.createDirectories(settings.folder().resolve("s3proxy"));
            Path properties = settings.folder().resolve("s3proxy.properties");
            SecretFile.write(
                    properties, """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=aws-v2-or-v4
                    s3proxy.identity=%s
                    s3proxy.credential=%s
                    jclouds.provider=filesystem-nio2
                    jclouds.identity=unused
                    jclouds.credential=unused
                    jclouds.filesystem.basedir=%s
                    """.formatted(settings.port(), settings.accessKey(), settings.secretKey(), objects));
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-jar",
                    s3proxyJar().toString(),
                    "--properties",
                    properties.toString());
        };
    }

    /** The build leaves it beside this module's classes and jar. */
    private static Path s3proxyJar() throws IOException {
        try {
            Path here = Path.of(S3Program.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path jar = here.resolveSibling("s3proxy.jar");
            if (Files.isRegularFile(jar)) {
                return jar;
            }
        } catch (URISyntaxException foreign) {
            throw new IOException(foreign);
        }
        throw new IOException("there is neither a minio on PATH nor the s3proxy.jar of the build: run mvn package");
    }

    /** A program on {@code PATH} or among this user's tools for Muelle. */
    static Optional<Path> executable(String name) {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElse(System.getProperty("user.home") + "/.cache");
        String tools = Optional.ofNullable(System.getenv("MUELLE_TOOLS")).orElse(cache + "/muelle-tools");
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ':' + tools + "/bin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
