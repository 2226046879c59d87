package io.muelle.embedded;

import io.muelle.embedded.S3Program.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * An S3 server for one machine: its own process, on loopback, with a generated secret. One that ends is started again,
 * and what a killed process left running is stopped first.
 */
public final class EmbeddedS3 implements AutoCloseable {
    public static final String ACCESS_KEY = "muelle";
    private static final Logger LOG = Logger.getLogger(EmbeddedS3.class);
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Duration MOST_START = Duration.ofSeconds(60);
    private static final Duration MOST_STOP = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;
    private static final long RELAUNCH_MILLIS = 100;
    private static final int UNAVAILABLE = 503;

    private final S3Program program;
    private final S3Settings settings;
    private volatile Process process;
    private volatile boolean closed;

    private EmbeddedS3(S3Program program, Path folder) throws IOException {
        this.program = program;
        Path whole = Files.createDirectories(folder).toAbsolutePath().normalize();
        stopLeftover(whole);
        this.settings =
                new S3Settings(whole, FreePort.find(), ACCESS_KEY, SecretFile.read(whole.resolve("secret-key")));
        launch();
        awaitReady();
    }

    /** Starts a server on what is in {@code folder} and returns when it answers. */
    public static EmbeddedS3 start(S3Program program, Path folder) {
        try {
            return new EmbeddedS3(program, folder);
        } catch (IOException failure) {
            throw new EmbeddedFailure("S3 cannot be started: " + failure.getMessage(), failure);
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + settings.port();
    }

    public String secretKey() {
        return settings.secretKey();
    }

    public long pid() {
        return process.pid();
    }

    private void launch() throws IOException {
        List<String> command = new ArrayList<>();
        // A terminal's interrupt must not reach it: it stops when we stop it.
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        ProcessBuilder builder = new ProcessBuilder();
        command.addAll(program.command(settings, builder.environment()));
        process = builder.command(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        settings.folder().resolve("s3.log").toFile()))
                .start();
        process.onExit().thenAcceptAsync(ended -> again());
        SecretFile.write(settings.folder().resolve("pid"), Long.toString(process.pid()));
    }

    private void again() {
        if (closed) {
            return;
        }
        LOG.warn("The S3 server has ended: it is started again");
        try {
            for (boolean launched = false; !launched; launched = relaunched()) {
                TimeUnit.MILLISECONDS.sleep(RELAUNCH_MILLIS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** True also where it shall not run any more, and where it runs though that could not be written down. */
    private synchronized boolean relaunched() {
        if (closed || process.isAlive()) {
            return true;
        }
        try {
            launch();
            return true;
        } catch (IOException failure) {
            LOG.errorf("The S3 server cannot be started again: %s", failure.getMessage());
            return false;
        }
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + MOST_START.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!answers(client)) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    close();
                    throw new IOException("it does not answer; its words are in "
                            + settings.folder().resolve("s3.log"));
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the process is stopping", stopping);
        }
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint() + "/"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() != UNAVAILABLE;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The process that is written down, if it is a server on this folder and not a stranger with its number. */
    private static void stopLeftover(Path folder) throws IOException {
        Path file = folder.resolve("pid");
        if (!Files.exists(file)) {
            return;
        }
        String pid = Files.readString(file).strip();
        // A full disk leaves an empty file.
        Optional<ProcessHandle> left = pid.matches("\\d{1,9}")
                ? ProcessHandle.of(Long.parseLong(pid)).filter(process -> serves(process, folder))
                : Optional.empty();
        if (left.isPresent()) {
            LOG.warnf("An S3 server (pid %s) was left running by a killed process: it is stopped first", pid);
            stop(left.get());
        }
    }

    private static boolean serves(ProcessHandle process, Path folder) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains(folder.toString());
        } catch (IOException gone) {
            return false;
        }
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(MOST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (Exception late) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        stop(process.toHandle());
    }
}
