package io.muelle.blob.api;

import io.muelle.blob.domain.BlobDeletion;
import io.muelle.contracts.path.RegistryPath;
import io.muelle.contracts.path.RegistryPath.Blob;
import io.muelle.contracts.path.RegistryPath.Upload;
import io.muelle.contracts.path.RegistryPath.Uploads;
import io.muelle.platform.http.BlockingHandler;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.Expectation;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RegistryFailures;
import io.muelle.platform.security.Guard;
import io.muelle.platform.security.Token;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The endpoints of blobs and uploads: takes the request apart, has the right checked and hands it to who answers. */
@Singleton
public final class BlobRoutes {
    private final Guard guard;
    private final BlobDownloads downloads;
    private final UploadRequests uploads;
    private final BlobDeletion deletion;

    BlobRoutes(Guard guard, BlobDownloads downloads, UploadRequests uploads, BlobDeletion deletion) {
        this.guard = guard;
        this.downloads = downloads;
        this.uploads = uploads;
        this.deletion = deletion;
    }

    void mount(@Observes Router router) {
        router.route("/v2/*").handler(this::route);
    }

    private void route(RoutingContext context) {
        try {
            RegistryPath path = RegistryPath.parse(context.request().path());
            switch (path) {
                case Blob blob -> blob(context, blob, admitted(context, path));
                case Uploads begin -> begin(context, begin, admitted(context, path));
                case Upload upload -> upload(context, upload, admitted(context, path));
                default -> context.next();
            }
        } catch (RuntimeException refused) {
            RegistryFailures.send(context, refused);
        }
    }

    private Token admitted(RoutingContext context, RegistryPath path) {
        Token token = guard.require(context.request(), path);
        Expectation.meet(context.request());
        return token;
    }

    private void blob(RoutingContext context, Blob blob, Token token) {
        switch (context.request().method().name()) {
            case "GET" -> downloads.get(context, blob);
            case "HEAD" -> downloads.head(context, blob, token);
            case "DELETE" ->
                blocking(context, request -> {
                    deletion.delete(blob.repository(), blob.digest(), token.actor());
                    request.response().setStatusCode(202).end();
                });
            default -> throw unsupported(context.request().method());
        }
    }

    private void begin(RoutingContext context, Uploads path, Token token) {
        if (context.request().method() != HttpMethod.POST) {
            throw unsupported(context.request().method());
        }
        blocking(context, request -> uploads.begin(request, path.repository(), token));
    }

    private void upload(RoutingContext context, Upload path, Token token) {
        var upload = UploadRequests.upload(path, token.actor());
        switch (context.request().method().name()) {
            case "GET" -> blocking(context, request -> uploads.state(request, upload));
            case "PATCH" -> blocking(context, request -> uploads.append(request, upload));
            case "PUT" -> blocking(context, request -> uploads.finish(request, upload));
            case "DELETE" -> blocking(context, request -> uploads.cancel(request, upload));
            default -> throw unsupported(context.request().method());
        }
    }

    private static void blocking(RoutingContext context, BlockingHandler handler) {
        BlockingHandler.of(handler).handle(context);
    }

    private static RegistryException unsupported(HttpMethod method) {
        return new RegistryException(ErrorCode.UNSUPPORTED, method + " is not supported here.");
    }
}
