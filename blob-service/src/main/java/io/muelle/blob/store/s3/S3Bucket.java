package io.muelle.blob.store.s3;

import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.ObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.http.Method;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Requests to one bucket that carry no content, and the signed addresses of those that do. Its calls block. */
final class S3Bucket implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ADDRESS_LIFETIME = Duration.ofMinutes(15);
    private static final int AT_ONCE = 128;

    private final MinioAsyncClient client;
    private final MinioAsyncClient publicClient;
    private final String bucket;
    private final String region;

    S3Bucket(S3Config config) {
        this.bucket = config.bucket();
        this.region = config.region();
        URI endpoint = required(config.endpoint(), "endpoint");
        this.client = client(config, endpoint);
        this.publicClient = client(config, config.publicEndpoint().orElse(endpoint));
    }

    private static <T> T required(java.util.Optional<T> value, String name) {
        return value.orElseThrow(
                () -> new IllegalStateException("muelle.blob.store=s3 needs muelle.blob.s3." + name + "."));
    }

    private static MinioAsyncClient client(S3Config config, URI endpoint) {
        Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
        dispatcher.setMaxRequests(AT_ONCE);
        dispatcher.setMaxRequestsPerHost(AT_ONCE);
        OkHttpClient http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectTimeout(CONNECT)
                .readTimeout(config.patience())
                .writeTimeout(config.patience())
                .build();
        return MinioAsyncClient.builder()
                .endpoint(endpoint.toString())
                .region(config.region())
                .credentials(required(config.accessKey(), "access-key"), required(config.secretKey(), "secret-key"))
                .httpClient(http, true)
                .build();
    }

    /** Makes the bucket if it is not there. */
    void make() throws IOException {
        try {
            await(() -> client.makeBucket(
                    MakeBucketArgs.builder().bucket(bucket).region(region).build()));
        } catch (IOException failure) {
            if (!S3Exception.is(failure, "BucketAlreadyOwnedByYou", "BucketAlreadyExists")) {
                throw failure;
            }
        }
    }

    /** Begins a multipart upload; its id. */
    String begin(String key) throws IOException {
        return await(() -> client.createMultipartUploadAsync(bucket, region, key, null, null))
                .result()
                .uploadId();
    }

    void complete(String key, String upload, List<S3Notes.Part> parts) throws IOException {
        io.minio.messages.Part[] list = parts.stream()
                .map(part -> new io.minio.messages.Part(part.number(), part.etag()))
                .toArray(io.minio.messages.Part[]::new);
        await(() -> client.completeMultipartUploadAsync(bucket, region, key, upload, list, null, null));
    }

    /** Forgets a multipart upload; one that is not there is no error. */
    void abort(String key, String upload) throws IOException {
        try {
            await(() -> client.abortMultipartUploadAsync(bucket, region, key, upload, null, null));
        } catch (IOException failure) {
            if (!S3Exception.is(failure, "NoSuchUpload")) {
                throw failure;
            }
        }
    }

    /** -1 if there is nothing. */
    long length(String key) throws IOException {
        try {
            return await(() -> client.statObject(
                            args(StatObjectArgs.builder(), key).build()))
                    .size();
        } catch (IOException failure) {
            if (S3Exception.is(failure, "NoSuchKey", "NotFound", "404")) {
                return -1;
            }
            throw failure;
        }
    }

    InputStream read(String key) throws IOException {
        return await(() -> client.getObject(args(GetObjectArgs.builder(), key).build()));
    }

    void delete(String key) throws IOException {
        await(() -> client.removeObject(args(RemoveObjectArgs.builder(), key).build()));
    }

    private <B extends ObjectArgs.Builder<B, ?>> B args(B builder, String key) {
        return builder.bucket(bucket).region(region).object(key);
    }

    URI toPut(String key) throws IOException {
        return address(client, Method.PUT, key, ADDRESS_LIFETIME, Map.of());
    }

    URI toPutPart(String key, String upload, int number) throws IOException {
        return address(
                client,
                Method.PUT,
                key,
                ADDRESS_LIFETIME,
                Map.of("uploadId", upload, "partNumber", Integer.toString(number)));
    }

    URI toGet(String key) throws IOException {
        return address(client, Method.GET, key, ADDRESS_LIFETIME, Map.of());
    }

    /** For a client. */
    URI toGetPublicly(String key, Duration lifetime) throws IOException {
        return address(publicClient, Method.GET, key, lifetime, Map.of());
    }

    private URI address(
            MinioAsyncClient signer, Method method, String key, Duration lifetime, Map<String, String> query)
            throws IOException {
        try {
            return URI.create(signer.getPresignedObjectUrl(args(GetPresignedObjectUrlArgs.builder(), key)
                    .method(method)
                    .expiry((int) lifetime.toSeconds(), TimeUnit.SECONDS)
                    .extraQueryParams(query)
                    .build()));
        } catch (Exception failure) {
            throw named(failure);
        }
    }

    /** The client declares every exception there is. */
    private interface Request<T> {
        @SuppressWarnings("PMD.SignatureDeclareThrowsException")
        CompletableFuture<T> send() throws Exception;
    }

    private static <T> T await(Request<T> request) throws IOException {
        try {
            return request.send().get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the process is stopping", stopping);
        } catch (ExecutionException failure) {
            throw named(failure.getCause());
        } catch (Exception failure) {
            throw named(failure);
        }
    }

    private static IOException named(Throwable failure) {
        return switch (failure) {
            case java.util.concurrent.CompletionException wrapped
            when wrapped.getCause() != null -> named(wrapped.getCause());
            case ErrorResponseException refused ->
                S3Exception.of(
                        refused.errorResponse().code(), refused.errorResponse().message());
            case IOException broken -> broken;
            default -> new IOException("S3 cannot be used: " + failure.getMessage(), failure);
        };
    }

    @Override
    public void close() throws IOException {
        try {
            client.close();
            publicClient.close();
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }
}
