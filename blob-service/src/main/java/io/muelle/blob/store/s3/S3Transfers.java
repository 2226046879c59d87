package io.muelle.blob.store.s3;

import io.muelle.blob.store.BlobStore.FullException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries content to and from signed addresses of S3, without a copy on the way. */
final class S3Transfers implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final int CONNECTIONS = 256;
    /** Shorter than servers keep them. */
    private static final int KEEP_ALIVE_SECONDS = 15;

    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Set<Integer> MAY_PASS = Set.of(408, 429, 500, 502, 503, 504);
    private static final Pattern CODE = Pattern.compile("<Code>([^<]{1,100})</Code>");

    /** A download stands still while its client does: longer than a client may. */
    private static final Duration SLOWEST_CLIENT = Duration.ofMinutes(6);

    // Of their own, so that slow downloads keep no upload waiting.
    private final HttpClient uploads;
    private final HttpClient downloads;
    private final Duration patience;

    /** @param patience how long a connection may stand still, and how long is waited for a free one */
    S3Transfers(Vertx vertx, Duration patience) {
        this.patience = patience;
        this.uploads = client(vertx, patience);
        this.downloads = client(vertx, SLOWEST_CLIENT);
    }

    private static HttpClient client(Vertx vertx, Duration stillness) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout(5_000)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) stillness.toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setReceiveBufferSize(BUFFER)
                .setMaxChunkSize(BUFFER));
    }

    private static final class PassingException extends IOException {
        private static final long serialVersionUID = 1L;

        PassingException(String message) {
            super(message);
        }
    }

    /**
     * Puts a piece to an address; its entity tag. Tries again where S3 is busy or a connection breaks: that writes a name
     * twice, but with the same bytes.
     */
    String put(URI address, Piece piece) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return await(send(address, piece));
            } catch (IOException failure) {
                piece.doubt();
                boolean refused = failure instanceof S3Exception || failure instanceof FullException;
                if (refused || attempt == ATTEMPTS) {
                    throw failure;
                }
                pause(attempt);
            }
        }
    }

    private static void pause(int attempt) throws IOException {
        try {
            Thread.sleep(FIRST_PAUSE.multipliedBy(1L << (2 * (attempt - 1))));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the process is stopping", stopping);
        }
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException broken ? broken : new IOException(failure.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the process is stopping", stopping);
        }
    }

    private Future<String> send(URI address, Piece piece) {
        return uploads.request(options(HttpMethod.PUT, address)).compose(request -> {
            request.putHeader("Content-Length", Long.toString(piece.size()));
            piece.buffers().forEach(request::write);
            request.end();
            return request.response().compose(S3Transfers::etag);
        });
    }

    private static Future<String> etag(HttpClientResponse response) {
        String etag = response.getHeader("ETag");
        if (response.statusCode() == 200 && etag != null) {
            return response.end().map(etag.replace("\"", ""));
        }
        return response.body().compose(body -> Future.failedFuture(refusal(response.statusCode(), body)));
    }

    private static IOException refusal(int status, Buffer body) {
        Matcher code = CODE.matcher(body.toString());
        if (MAY_PASS.contains(status)) {
            return new PassingException("S3 answers " + status + (code.find() ? ' ' + code.group(1) : ""));
        }
        return S3Exception.of(code.find() ? code.group(1) : Integer.toString(status), null);
    }

    /** Answers with a range of what lies at an address. */
    Future<Void> get(URI address, long from, long length, HttpServerResponse response) {
        String range = "bytes=" + from + '-' + (from + length - 1);
        // A connection that was kept may have ended just now: once more, while nothing was answered.
        return read(address, range)
                .recover(broken -> read(address, range))
                .compose(answer -> copy(answer, length, response))
                .recover(failure ->
                        Future.failedFuture(failure instanceof IOException ? failure : new IOException(failure)));
    }

    private Future<HttpClientResponse> read(URI address, String range) {
        // Of the answer only the head may not be waited for longer.
        return downloads
                .request(options(HttpMethod.GET, address).setIdleTimeout(patience.toMillis()))
                // Whoever waits may do so on another thread, and the body may come with the head.
                .compose(request -> request.putHeader("Range", range).send().onSuccess(HttpClientResponse::pause));
    }

    private static Future<Void> copy(HttpClientResponse answer, long length, HttpServerResponse response) {
        HttpClientRequest request = answer.request();
        boolean asAsked = answer.statusCode() == 206 || answer.statusCode() == 200;
        if (!asAsked || !Long.toString(length).equals(answer.getHeader("Content-Length"))) {
            answer.exceptionHandler(reset -> {});
            request.reset();
            return Future.failedFuture(new IOException("S3 answers a read with " + answer.statusCode()));
        }
        response.closeHandler(gone -> request.reset());
        // The end must not look like one where bytes are missing.
        return answer.pipe().endOnFailure(false).to(response).onFailure(broken -> request.reset());
    }

    private RequestOptions options(HttpMethod method, URI address) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(address.toString())
                .setConnectTimeout(patience.toMillis());
    }

    @Override
    public void close() {
        uploads.close();
        downloads.close();
    }
}
