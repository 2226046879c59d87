package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;

/** An upload as its client sees it, which outlives the registry's processes. */
final class ResumableUpload {
    private final Client client;
    private final String location;

    private ResumableUpload(Client client, String location) {
        this.client = client;
        this.location = location;
    }

    static ResumableUpload open(Client client, String repository) {
        return new ResumableUpload(
                client,
                client.send("POST", "/v2/" + repository + "/blobs/uploads/")
                        .expect(202)
                        .header("Location"));
    }

    /** The same upload by another way to the registry. */
    ResumableUpload at(Client other) {
        return new ResumableUpload(other, location);
    }

    UUID session() {
        return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    /** Sends bytes without saying where they begin, nor how many they are. */
    Response append(BodyPublisher body) {
        return client.send("PATCH", location, body);
    }

    /** Sends bytes that begin at {@code start}. */
    Response append(long start, long length, BodyPublisher body) {
        return client.send("PATCH", location, body, "Content-Range", start + "-" + (start + length - 1));
    }

    /** Sends those bytes of {@code content} and has them acknowledged. */
    void append(byte[] content, int from, int to) {
        append(from, to - from, BodyPublishers.ofByteArray(Arrays.copyOfRange(content, from, to)))
                .expect(202);
    }

    Response finish(Digest digest, BodyPublisher body) {
        return client.send("PUT", location + "?digest=" + digest, body, "Content-Type", "application/octet-stream");
    }

    /** Goes on from where the registry says it is, to the end. */
    void resume(byte[] content) {
        int size = Math.toIntExact(size());
        if (size < content.length) {
            append(content, size, content.length);
        }
        finish(Image.digest(content), BodyPublishers.noBody()).expect(201);
    }

    /** How many bytes the registry says it has; the protocol cannot tell one from none. */
    long size() {
        String range = client.get(location).expect(204).header("Range");
        return Long.parseLong(range.substring(range.indexOf('-') + 1)) + 1;
    }

    void cancel() {
        client.send("DELETE", location).expect(204);
    }

    /** Requires that so many bytes lie in the registry's folder, where it keeps content in one. */
    void shouldLieInFolder(Registry registry, long bytes) {
        if (registry.keepsContentInFolder()) {
            assertThat(bytesInFolder(registry)).isEqualTo(bytes);
        }
    }

    /** How many bytes lie in the registry's folder, acknowledged or not. */
    long bytesInFolder(Registry registry) {
        String name = session().toString();
        Path file = registry.data()
                .resolve("blobs/content")
                .resolve(name.substring(name.length() - 2))
                .resolve(name);
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
