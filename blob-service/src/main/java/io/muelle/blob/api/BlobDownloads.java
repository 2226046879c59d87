package io.muelle.blob.api;

import io.muelle.blob.config.BlobConfig;
import io.muelle.blob.domain.ByteRange;
import io.muelle.blob.store.BlobReader;
import io.muelle.blob.store.BlobReader.Found;
import io.muelle.blob.store.BlobStore;
import io.muelle.contracts.access.Action;
import io.muelle.contracts.path.RegistryPath.Blob;
import io.muelle.platform.http.EntityTags;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.LargeAnswer;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RegistryFailures;
import io.muelle.platform.security.Token;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Answers pulls of blobs (distribution-spec, "Pulling blobs"), on the event loop: one read, then the bytes. */
@Singleton
public final class BlobDownloads {
    private static final Logger LOG = Logger.getLogger(BlobDownloads.class);

    private final BlobReader reader;
    private final BlobStore store;
    private final Duration lease;
    private final Clock clock;

    @Inject
    BlobDownloads(BlobReader reader, BlobStore store, BlobConfig config, Clock clock) {
        this(reader, store, config.lease(), clock);
    }

    BlobDownloads(BlobReader reader, BlobStore store, Duration lease, Clock clock) {
        this.reader = reader;
        this.store = store;
        this.lease = lease;
        this.clock = clock;
    }

    void get(RoutingContext context, Blob blob) {
        reader.find(blob.repository(), blob.digest())
                .map(BlobDownloads::present)
                .compose(found -> send(context, blob, found))
                .onFailure(failure -> RegistryFailures.send(context, failure));
    }

    /** A pusher asks whether the blob need not be uploaded, so its lease has to last a while longer. */
    void head(RoutingContext context, Blob blob, Token token) {
        reader.find(blob.repository(), blob.digest())
                .map(BlobDownloads::present)
                .compose(found -> token.allows(blob.repository(), Action.PUSH)
                        ? renewed(blob, found)
                        : Future.succeededFuture(found))
                .onSuccess(found -> headers(context.response(), blob)
                        .setStatusCode(hasIt(context, blob) ? 304 : 200)
                        .putHeader("Content-Length", Long.toString(found.size()))
                        .end())
                .onFailure(failure -> RegistryFailures.send(context, failure));
    }

    private Future<Found> renewed(Blob blob, Found found) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        if (found.leasedUntil().isAfter(now.plus(lease.dividedBy(2)))) {
            return Future.succeededFuture(found);
        }
        return reader.renew(blob.repository(), blob.digest(), now.plus(lease))
                .map(renewed -> present(renewed ? Optional.of(found) : Optional.empty()));
    }

    private static Found present(Optional<Found> found) {
        return found.orElseThrow(
                () -> new RegistryException(ErrorCode.BLOB_UNKNOWN, "The repository has no such blob."));
    }

    private Future<Void> send(RoutingContext context, Blob blob, Found found) {
        HttpServerResponse response = headers(context.response(), blob);
        if (hasIt(context, blob)) {
            return response.setStatusCode(304).end();
        }
        Optional<URI> elsewhere = Optional.ofNullable(found.key()).flatMap(store::address);
        if (elsewhere.isPresent()) {
            return redirect(response, elsewhere.get());
        }
        return switch (ByteRange.of(range(context, blob), found.size())) {
            case ByteRange.Whole whole -> body(context, found, 0, found.size());
            case ByteRange.Part part -> {
                response.setStatusCode(206)
                        .putHeader("Content-Range", "bytes " + part.first() + '-' + part.last() + '/' + found.size());
                yield body(context, found, part.first(), part.length());
            }
            case ByteRange.Unsatisfiable unsatisfiable ->
                throw new RegistryException(ErrorCode.RANGE_INVALID, "The blob has only " + found.size() + " bytes.")
                        .with("Content-Range", "bytes */" + found.size());
        };
    }

    /** The address is the client's alone, and for a while: nobody in between keeps it. */
    private static Future<Void> redirect(HttpServerResponse response, URI address) {
        return response.setStatusCode(307)
                .putHeader("Location", address.toString())
                .putHeader("Cache-Control", "no-store")
                .end();
    }

    private static boolean hasIt(RoutingContext context, Blob blob) {
        return EntityTags.matches(context.request().headers(), etag(blob));
    }

    private static String range(RoutingContext context, Blob blob) {
        boolean counts = EntityTags.rangeCounts(context.request().getHeader("If-Range"), etag(blob));
        return counts ? context.request().getHeader("Range") : null;
    }

    private Future<Void> body(RoutingContext context, Found found, long from, long length) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Length", Long.toString(length));
        if (found.key() == null) {
            return response.end(found.bytes().slice((int) from, (int) (from + length)));
        }
        return LargeAnswer.send(context.request(), length, () -> store.send(response, found.key(), from, length))
                .recover(failure -> Future.failedFuture(unsent(response, failure)));
    }

    /** What was said of the blob does not hold for the error. */
    private static Throwable unsent(HttpServerResponse response, Throwable failure) {
        if (!(failure instanceof IOException) || response.headWritten()) {
            return failure;
        }
        LOG.errorf("A blob cannot be read: %s", failure.getMessage());
        response.headers().clear();
        return new RegistryException(ErrorCode.UNAVAILABLE, "The registry's storage fails: try again.")
                .with("Retry-After", "5");
    }

    private static HttpServerResponse headers(HttpServerResponse response, Blob blob) {
        return response.putHeader("Content-Type", "application/octet-stream")
                .putHeader("Docker-Content-Digest", blob.digest().toString())
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("ETag", etag(blob));
    }

    private static String etag(Blob blob) {
        return '"' + blob.digest().toString() + '"';
    }
}
