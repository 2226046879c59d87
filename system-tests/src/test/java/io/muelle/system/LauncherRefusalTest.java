package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.system.MuelleCommand.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher cannot do it says in one sentence. */
class LauncherRefusalTest {
    private static final String PASSWORD = "MUELLE_ADMIN_PASSWORD";

    @TempDir
    Path folder;

    @Test
    void shouldRefuseABusyPort() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            shouldRefuse(
                    start("--port", Integer.toString(busy.getLocalPort())).run(),
                    "port " + busy.getLocalPort() + " on 127.0.0.1 is in use by another process");
        }
        assertThat(data().resolve("muelle.log")).doesNotExist();
    }

    @Test
    void shouldRefuseAPortThatWasTakenWhileItStarted() throws Exception {
        int port = Registry.freePort();
        Path errors = folder.resolve("errors");
        Process start = start("--port", Integer.toString(port)).start(folder.resolve("output"), errors);
        Eventually.until(
                "the process was forked", () -> Files.exists(data().resolve("launcher.json")) || !start.isAlive());

        try (ServerSocket busy = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Eventually.until("the start gave up", () -> !start.isAlive());
            assertThat(busy.isBound()).isTrue();
        }

        assertThat(start.exitValue()).isNotZero();
        assertThat(Files.readString(errors)).contains("muelle: port " + port + " on 127.0.0.1 is in use");
        shouldBeStopped();
    }

    @Test
    void shouldRefuseAFolderInUse() throws IOException {
        Files.createDirectories(data());
        try (FileChannel channel =
                        FileChannel.open(data().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            shouldRefuse(start().run(), "the data folder " + data() + " is in use");
            shouldRefuse(command("stop").run(), "the data folder " + data() + " is in use");
            assertThat(lock.isValid()).isTrue();
        }
    }

    @Test
    void shouldRefuseAFolderThatIsAFile() throws IOException {
        Files.writeString(data(), "not a folder");
        shouldRefuse(start().run(), "the data folder " + data() + " cannot be used");
    }

    @Test
    void shouldRefuseAFullDisk() throws Exception {
        Files.createDirectories(data());
        MuelleCommand start = start().onDiskOf(data(), "100m");
        shouldRefuse(start.run(), "the disk of " + data() + " is full: ");
    }

    @Test
    void shouldSayWithWhatSentenceTheProcessEnded() throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve("postgres"), "not a folder");
        shouldRefuse(start().run(), "it did not start: PostgreSQL cannot use " + data().resolve("postgres"));
        shouldBeStopped();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 257})
    void shouldRefuseAPasswordOfTheWrongLength(int length) {
        shouldRefuse(start().where(PASSWORD, "x".repeat(length)).run(), PASSWORD + " must have 8 to 256 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tls-certificate", "--tls-key"})
    void shouldRefuseOneTlsFileWithoutTheOther(String option) throws IOException {
        Path file = Files.writeString(folder.resolve("file.pem"), "");
        shouldRefuse(start(option, file.toString()).run(), "TLS needs both --tls-certificate and --tls-key");
    }

    @Test
    void shouldRefuseTlsFilesThatCannotBeUsed() throws Exception {
        SelfSigned good = SelfSigned.in(folder);
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
        Path absent = folder.resolve("absent.pem");

        shouldRefuse(withTls(absent, good.key()).run(), "the TLS file " + absent + " cannot be read");
        shouldRefuse(withTls(good.certificate(), absent).run(), "the TLS file " + absent + " cannot be read");
        shouldRefuse(withTls(empty, good.key()).run(), "there is no certificate in " + empty);
        shouldRefuse(withTls(good.certificate(), empty).run(), "there is no private key in " + empty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "http"})
    void shouldRefuseWhatIsNoPort(String port) {
        shouldRefuse(start("--port", port).run(), port);
    }

    @Test
    void shouldRefuseAHostThatIsNotHere() {
        shouldRefuse(start("--host", "192.0.2.1").run(), "nothing can listen on port");
    }

    @Test
    void shouldRefuseAnOptionThatDoesNotExist() {
        shouldRefuse(start("--prot", "1").run(), "Unknown option");
    }

    @Test
    void shouldSayThatNothingRuns() {
        assertThat(command("status").run().output()).startsWith("Muelle does not run on " + data());
        assertThat(command("status").run().code()).isEqualTo(3);
        assertThat(command("status", "--json").run().output().strip()).isEqualTo("{\"running\":false}");
        assertThat(command("stop").run().code()).isZero();
        assertThat(data()).doesNotExist();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private MuelleCommand start(String... options) {
        return command("start")
                .with("--port", Integer.toString(Registry.freePort()))
                .with(options);
    }

    private MuelleCommand withTls(Path certificate, Path key) {
        return start("--tls-certificate", certificate.toString(), "--tls-key", key.toString());
    }

    private MuelleCommand command(String verb, String... options) {
        return MuelleCommand.muelle(verb, "--data", data().toString()).with(options);
    }

    private void shouldBeStopped() {
        assertThat(command("status").run().code()).isEqualTo(3);
        Eventually.until("the folder is free", () -> command("stop").run().succeeded());
    }

    private static void shouldRefuse(Outcome outcome, String sentence) {
        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.errors().lines().filter(line -> !line.startsWith("Starting ")))
                .singleElement()
                .asString()
                .startsWith("muelle: ")
                .contains(sentence)
                .endsWith(".");
    }
}
