package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No room is left for content: writes are refused, reads go on, and so does everything once there is room. */
class DiskFullTest {
    private static final String REPOSITORY = "admin/full";
    private static final int MEBIBYTE = 1 << 20;

    private Registry registry;
    private Client client;

    @BeforeEach
    void prepare() {
        registry = Registry.prepared("disk-full");
        client = registry.administrator();
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void shouldRefuseWritesThatWouldTouchTheReserve() {
        registry.start();
        byte[] content = Image.randomBytes(MEBIBYTE);
        ResumableUpload upload = ResumableUpload.open(client, REPOSITORY);
        upload.append(content, 0, MEBIBYTE / 2);
        Image image = Image.random();
        client.push(REPOSITORY, "before", image);

        registry.stop();
        registry.command().where("MUELLE_STORAGE_RESERVE", "1000000G").succeed();
        shouldBeFull(upload.append(MEBIBYTE / 2, 1, BodyPublishers.ofByteArray(new byte[1])));
        shouldBeFull(push(Image.randomBytes(MEBIBYTE)));
        shouldHave(image);

        registry.stop();
        registry.start();
        assertThat(upload.size()).isEqualTo(MEBIBYTE / 2);
        upload.resume(content);
        shouldHave(content);
    }

    /** The system itself says that there is no room. */
    @Test
    void shouldKeepWhatWasAcknowledgedWhenTheDiskIsFull() throws Exception {
        Path blobs = Files.createDirectories(registry.data().resolve("blobs"));
        registry.command()
                .where("MUELLE_STORAGE_RESERVE", "0")
                .onDiskOf(blobs, "16m")
                .succeed();
        byte[] content = Image.randomBytes(9 * MEBIBYTE);
        ResumableUpload upload = ResumableUpload.open(client, REPOSITORY);
        upload.append(content, 0, 4 * MEBIBYTE);
        Image image = Image.random(1, MEBIBYTE);
        client.push(REPOSITORY, "before", image);
        ResumableUpload large = ResumableUpload.open(client, REPOSITORY);
        large.append(Image.randomBytes(8 * MEBIBYTE), 0, 8 * MEBIBYTE);

        shouldBeFull(upload.append(
                4 * MEBIBYTE, 5 * MEBIBYTE, BodyPublishers.ofByteArray(content, 4 * MEBIBYTE, 5 * MEBIBYTE)));
        shouldBeFull(push(Image.randomBytes(5 * MEBIBYTE)));
        shouldHave(image);
        large.cancel();

        assertThat(upload.size()).isGreaterThanOrEqualTo(4 * MEBIBYTE);
        upload.resume(content);
        shouldHave(content);
    }

    private Response push(byte[] content) {
        return ResumableUpload.open(client, REPOSITORY)
                .finish(Image.digest(content), BodyPublishers.ofByteArray(content));
    }

    private static void shouldBeFull(Response response) {
        assertThat(response.status()).as(response.text()).isEqualTo(507);
        assertThat(response.errorCode()).isEqualTo("STORAGE_FULL");
    }

    private void shouldHave(Image image) {
        Digest tagged = Image.digest(
                client.getManifest(REPOSITORY, "before").expect(200).body());
        assertThat(tagged).isEqualTo(image.digest());
        image.blobs().forEach(this::shouldHave);
    }

    private void shouldHave(byte[] blob) {
        assertThat(client.getBlob(REPOSITORY, Image.digest(blob)).expect(200).body())
                .isEqualTo(blob);
    }
}
