package io.muelle.system;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A small client of the protocol: it sends what it is told to, as whom it is told to, and follows no redirect. */
public final class Client {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(MOST)
            .build();

    private final HttpClient http;
    private final URI registry;
    private final Optional<String> authorization;
    private final Duration most;

    private Client(HttpClient http, URI registry, Optional<String> authorization, Duration most) {
        this.http = http;
        this.registry = registry;
        this.authorization = authorization;
        this.most = most;
    }

    public static Client anonymous(URI registry) {
        return new Client(HTTP, registry, Optional.empty(), MOST);
    }

    /** Sends name and password with each request. */
    public static Client basic(URI registry, String user, String password) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8));
        return new Client(HTTP, registry, Optional.of("Basic " + credentials), MOST);
    }

    /** The same caller by another HTTP client, such as one that trusts a certificate. */
    public Client over(HttpClient other) {
        return new Client(other, registry, authorization, most);
    }

    /** The same caller at another address. */
    public Client at(URI other) {
        return new Client(http, other, authorization, most);
    }

    /** The same caller, who waits for an answer as long as that. */
    public Client within(Duration longest) {
        return new Client(http, registry, authorization, longest);
    }

    /** Asks for a token with these scopes and sends it with each request. */
    public Client bearer(String... scopes) {
        String query = Stream.of(scopes)
                .map(scope -> "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        return withToken(get("/token?service=muelle" + query)
                .expect(200)
                .json()
                .get("token")
                .textValue());
    }

    public Client withToken(String token) {
        return new Client(http, registry, Optional.of("Bearer " + token), most);
    }

    /** Sends a request; headers are names and values in turn. */
    public Response send(String method, String path, BodyPublisher body, String... headers) {
        var response = send(method, path, body, BodyHandlers.ofByteArray(), headers);
        return new Response(response.statusCode(), response.headers(), response.body());
    }

    private <T> HttpResponse<T> send(
            String method, String path, BodyPublisher body, BodyHandler<T> handler, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(registry.resolve(path)).timeout(most).method(method, body);
        authorization.ifPresent(value -> request.header("Authorization", value));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), handler);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public Response send(String method, String path, String... headers) {
        return send(method, path, BodyPublishers.noBody(), headers);
    }

    public Response get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /** Uploads in one request after the one that opens the session. */
    public Digest pushBlob(String repository, byte[] content) {
        Digest digest = Digest.of(DigestAlgorithm.SHA256, content);
        String session = send("POST", "/v2/" + repository + "/blobs/uploads/")
                .expect(202)
                .header("Location");
        String closing = session + (session.contains("?") ? '&' : '?') + "digest=" + digest;
        send("PUT", closing, BodyPublishers.ofByteArray(content), "Content-Type", "application/octet-stream")
                .expect(201);
        return digest;
    }

    public Response getBlob(String repository, Digest digest) {
        return get("/v2/" + repository + "/blobs/" + digest);
    }

    /** The digest of a blob that is too large to lie in memory. */
    public Digest digestOfBlob(String repository, Digest digest) {
        String path = "/v2/" + repository + "/blobs/" + digest;
        try (InputStream content = send("GET", path, BodyPublishers.noBody(), BodyHandlers.ofInputStream())
                .body()) {
            MessageDigest hash = digest.algorithm().newMessageDigest();
            content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), hash));
            return Digest.finish(digest.algorithm(), hash);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Pushes a manifest alone; the reference is a tag or a digest. */
    public Response putManifest(String repository, Object reference, String mediaType, byte[] manifest) {
        return send(
                "PUT",
                manifestPath(repository, reference),
                BodyPublishers.ofByteArray(manifest),
                "Content-Type",
                mediaType);
    }

    public Response getManifest(String repository, Object reference) {
        return get(manifestPath(repository, reference));
    }

    public static String manifestPath(String repository, Object reference) {
        return "/v2/" + repository + "/manifests/" + reference;
    }

    /** Pushes an image with all its blobs. */
    public Digest push(String repository, String tag, Image image) {
        image.blobs().forEach(blob -> pushBlob(repository, blob));
        putManifest(repository, tag, Image.MEDIA_TYPE, image.manifest()).expect(201);
        return image.digest();
    }
}
