package io.muelle.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What most clients do most of the time: log in, push small images and large layers, pull them again. */
final class TrainingLoad {
    private static final String REPOSITORY = "/v2/admin/training";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");
    private static final int IMAGES = 200;
    private static final int SMALL = 2 << 10;
    private static final int MEDIUM = 256 << 10;
    private static final int LARGE = 16 << 20;
    private static final int PIECE = 2 << 20;

    // As clients speak without TLS. This one would ask for HTTP/2, and none of that is what they come by.
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random random = new Random(1);
    private final URI registry;
    private final String password;
    private String authorization;

    TrainingLoad(String registry, String password) {
        this.registry = URI.create(registry);
        this.password = password;
    }

    void run() throws IOException, InterruptedException {
        for (int number = 0; number < IMAGES; number++) {
            if (number % 100 == 0) {
                logIn();
            }
            if (number % 20 == 0) {
                pull(image(number, LARGE));
            }
            pull(image(number, number % 10 == 0 ? MEDIUM : SMALL));
            send("GET", REPOSITORY + "/tags/list", null);
        }
    }

    private void logIn() throws IOException, InterruptedException {
        authorization =
                "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        byte[] answer = send("GET", "/token?service=muelle&scope=repository:admin/training:pull,push", null)
                .body();
        Matcher token = TOKEN.matcher(new String(answer, StandardCharsets.UTF_8));
        if (!token.find()) {
            throw new IOException("there is no token in the answer");
        }
        authorization = "Bearer " + token.group(1);
    }

    private record Pushed(String tag, String layer) {}

    private Pushed image(int number, int size) throws IOException, InterruptedException {
        byte[] configuration = ("{\"number\":" + random.nextLong() + "}").getBytes(StandardCharsets.UTF_8);
        byte[] layer = new byte[size];
        random.nextBytes(layer);
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s",
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
                """.formatted(MANIFEST, push(configuration, 0), configuration.length, push(layer, PIECE), layer.length);
        send("PUT", REPOSITORY + "/manifests/tag-" + number, BodyPublishers.ofString(manifest));
        return new Pushed("tag-" + number, digest(layer));
    }

    /** In pieces of at most so many bytes, each a PATCH; with 0, all in the closing PUT. */
    private String push(byte[] content, int piece) throws IOException, InterruptedException {
        String digest = digest(content);
        String location = location(send("POST", REPOSITORY + "/blobs/uploads/", BodyPublishers.noBody()));
        int sent = 0;
        while (piece > 0 && sent < content.length) {
            int length = Math.min(piece, content.length - sent);
            location = location(send("PATCH", location, BodyPublishers.ofByteArray(content, sent, length)));
            sent += length;
        }
        BodyPublisher rest = BodyPublishers.ofByteArray(content, sent, content.length - sent);
        send("PUT", location + (location.contains("?") ? "&" : "?") + "digest=" + digest, rest);
        return digest;
    }

    private void pull(Pushed image) throws IOException, InterruptedException {
        for (int time = 0; time < 3; time++) {
            send("HEAD", REPOSITORY + "/manifests/" + image.tag(), null);
            send("GET", REPOSITORY + "/manifests/" + image.tag(), null);
        }
        send("HEAD", REPOSITORY + "/blobs/" + image.layer(), null);
        send("GET", REPOSITORY + "/blobs/" + image.layer(), null);
    }

    private static String location(HttpResponse<?> response) throws IOException {
        return response.headers().firstValue("Location").orElseThrow(() -> new IOException("there is no Location"));
    }

    private HttpResponse<byte[]> send(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(registry.resolve(path))
                .header("Authorization", authorization)
                .header("Content-Type", path.contains("/manifests/") ? MANIFEST : "application/octet-stream")
                .method(method, body == null ? BodyPublishers.noBody() : body)
                .build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + " was answered " + response.statusCode());
        }
        return response;
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
