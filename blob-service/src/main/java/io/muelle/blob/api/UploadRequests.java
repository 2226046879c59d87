package io.muelle.blob.api;

import io.muelle.blob.config.BlobConfig;
import io.muelle.blob.domain.ByteSource;
import io.muelle.blob.domain.SmallUploads;
import io.muelle.blob.domain.Upload;
import io.muelle.blob.domain.UploadMovedException;
import io.muelle.blob.domain.UploadState;
import io.muelle.blob.domain.Uploads;
import io.muelle.blob.store.BlobStore;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.contracts.path.RegistryPath;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RequestBody;
import io.muelle.platform.security.Token;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.OptionalLong;
import java.util.UUID;

/** Answers the requests of an upload (distribution-spec, "Pushing blobs"). */
@Singleton
public final class UploadRequests {
    private final Uploads uploads;
    private final SmallUploads smallUploads;
    private final Mounts mounts;
    private final BlobConfig config;
    private final long leastPiece;
    private final UploadSlots slots;

    UploadRequests(Uploads uploads, SmallUploads smallUploads, Mounts mounts, BlobStore store, BlobConfig config) {
        this.leastPiece = store.leastPiece();
        this.uploads = uploads;
        this.smallUploads = smallUploads;
        this.mounts = mounts;
        this.config = config;
        this.slots = new UploadSlots(config.concurrentUploads());
    }

    /** The upload that a path and a caller mean. */
    static Upload upload(RegistryPath.Upload path, Actor caller) {
        try {
            return new Upload(path.repository(), caller, UUID.fromString(path.session()));
        } catch (IllegalArgumentException malformed) {
            throw new RegistryException(
                    ErrorCode.BLOB_UPLOAD_UNKNOWN, "There is no such upload here: begin a new one with POST.");
        }
    }

    /** POST: a mount, a whole blob at once, or a session to go on with. */
    void begin(RoutingContext context, RepositoryName repository, Token token) {
        HttpServerRequest request = context.request();
        String mount = request.getParam("mount");
        if (mount != null && mounts.mount(repository, Digest.parse(mount), request.getParam("from"), token)) {
            created(context, repository, Digest.parse(mount));
            return;
        }
        String digest = request.getParam("digest");
        if (digest != null && mount == null) {
            put(context, repository, Digest.parse(digest), token.actor());
            return;
        }
        Upload upload = uploads.open(repository, token.actor(), algorithm(request.getParam("digest-algorithm")));
        if (leastPiece > 0) {
            context.response().putHeader("OCI-Chunk-Min-Length", Long.toString(leastPiece));
        }
        located(context, upload, new UploadState(upload.id(), 0))
                .setStatusCode(202)
                .end();
    }

    private void put(RoutingContext context, RepositoryName repository, Digest digest, Actor owner) {
        if (isSmall(context.request())) {
            slots.with(owner, () -> smallUploads.put(repository, owner, digest, whole(context.request())));
            created(context, repository, digest);
            return;
        }
        Upload upload = uploads.open(repository, owner, digest.algorithm());
        finish(context, upload, digest, OptionalLong.empty());
    }

    private static DigestAlgorithm algorithm(String label) {
        if (label == null) {
            return DigestAlgorithm.SHA256;
        }
        return DigestAlgorithm.ofLabel(label)
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.DIGEST_INVALID, "The digest algorithm is not supported: use sha256 or sha512."));
    }

    /** GET: how far the upload is. */
    void state(RoutingContext context, Upload upload) {
        located(context, upload, uploads.state(upload)).setStatusCode(204).end();
    }

    /** PATCH: more bytes. */
    void append(RoutingContext context, Upload upload) {
        OptionalLong start = ContentRange.start(context.request());
        streaming(upload, () -> {
            try (RequestBody body = body(context.request())) {
                UploadState state = uploads.append(upload, start, pieces(body));
                located(context, upload, state).setStatusCode(202).end();
            }
        });
    }

    /** PUT: the last bytes, or none, and the digest of all. */
    void finish(RoutingContext context, Upload upload) {
        String digest = context.request().getParam("digest");
        if (digest == null) {
            throw new RegistryException(
                    ErrorCode.DIGEST_INVALID, "The request that ends an upload names the digest: ?digest=….");
        }
        finish(context, upload, Digest.parse(digest), ContentRange.start(context.request()));
    }

    private void finish(RoutingContext context, Upload upload, Digest digest, OptionalLong start) {
        HttpServerRequest request = context.request();
        streaming(upload, () -> {
            if (isSmall(request)) {
                finishSmall(upload, digest, start, whole(request));
            } else {
                finishLarge(upload, digest, start, request);
            }
            created(context, upload.repository(), digest);
        });
    }

    private void finishLarge(Upload upload, Digest digest, OptionalLong start, HttpServerRequest request) {
        try (RequestBody body = body(request)) {
            uploads.finish(upload, digest, start, pieces(body));
        }
    }

    private void finishSmall(Upload upload, Digest digest, OptionalLong start, byte[] body) {
        if (!uploads.liesInStore(upload)) {
            uploads.forget(upload);
            if (smallUploads.finish(upload, digest, start, body)) {
                return;
            }
        }
        uploads.finish(upload, digest, start, ByteSource.of(body));
    }

    /** DELETE: the client gives up. */
    void cancel(RoutingContext context, Upload upload) {
        whereItIs(upload, () -> uploads.cancel(upload));
        context.response().setStatusCode(204).end();
    }

    private void streaming(Upload upload, Runnable work) {
        slots.with(upload.owner(), () -> whereItIs(upload, work));
    }

    /** Tells a client that goes on at the wrong place, or is not the one writer, where the upload is. */
    private static void whereItIs(Upload upload, Runnable work) {
        try {
            work.run();
        } catch (UploadMovedException moved) {
            throw new RegistryException(
                            ErrorCode.RANGE_INVALID,
                            "The upload is at " + moved.state().size() + " bytes: go on from there.")
                    .with("Location", location(upload))
                    .with("Range", range(moved.state()));
        }
    }

    /** Whether the body says that it is short, so that it need not be streamed. */
    private boolean isSmall(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        // The HTTP parser has refused a length that is no number.
        return length != null && length.length() < 10 && smallUploads.mayEndWith(Long.parseLong(length));
    }

    private byte[] whole(HttpServerRequest request) {
        RegistryException tooLarge =
                new RegistryException(ErrorCode.SIZE_INVALID, "The body has more bytes than its length says.");
        int length = Integer.parseInt(request.getHeader("Content-Length"));
        return body(request).readAll(length, tooLarge);
    }

    private RequestBody body(HttpServerRequest request) {
        return RequestBody.streamed(request, config.bodyPatience());
    }

    @SuppressWarnings("deprecation") // the only way to the bytes that copies none
    private static ByteSource pieces(RequestBody body) {
        return () -> {
            Buffer piece = body.next();
            return piece == null ? null : piece.getByteBuf().nioBuffer();
        };
    }

    private static void created(RoutingContext context, RepositoryName repository, Digest digest) {
        context.response()
                .setStatusCode(201)
                .putHeader("Location", "/v2/" + repository + "/blobs/" + digest)
                .putHeader("Docker-Content-Digest", digest.toString())
                .end();
    }

    private static HttpServerResponse located(RoutingContext context, Upload upload, UploadState state) {
        return context.response()
                .putHeader("Location", location(upload))
                .putHeader("Docker-Upload-UUID", upload.id().toString())
                .putHeader("Range", range(state));
    }

    /** Relative, so that it holds behind any proxy and never leads to another host. */
    private static String location(Upload upload) {
        return "/v2/" + upload.repository() + "/blobs/uploads/" + upload.id();
    }

    private static String range(UploadState state) {
        return "0-" + Math.max(0, state.size() - 1);
    }
}
