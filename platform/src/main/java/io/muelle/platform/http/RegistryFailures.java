package io.muelle.platform.http;

import io.muelle.contracts.name.MalformedNameException;
import io.muelle.platform.database.DatabaseUnavailableException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jboss.logging.Logger;

/** Turns what went wrong below {@code /v2} into the protocol's error body (distribution-spec, "Error Codes"). */
public final class RegistryFailures {
    private static final Logger LOG = Logger.getLogger(RegistryFailures.class);
    private static final String RETRY_AFTER_SECONDS = "2";
    // What was said of content before it failed does not hold for the error; its length would leave a client waiting.
    private static final List<String> OF_CONTENT =
            List.of("Content-Length", "Content-Range", "Accept-Ranges", "ETag", "Docker-Content-Digest");

    private RegistryFailures() {}

    /** Answers with the error that {@code failure} stands for, unless an answer has begun; to be called on the event loop. */
    public static void send(RoutingContext context, Throwable failure) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        if (failure instanceof BodyBrokenException || response.headWritten()) {
            UnreadBody.abort(context.request());
            return;
        }
        RegistryException refusal = named(context, failure);
        OF_CONTENT.forEach(response.headers()::remove);
        refusal.headers().forEach(response::putHeader);
        response.setStatusCode(refusal.status());
        UnreadBody.endConnection(context, refusal.endsConnection());
        if (context.request().method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json").end(body(refusal));
        }
    }

    private static String body(RegistryException refusal) {
        JsonObject error = new JsonObject().put("code", refusal.code().name()).put("message", refusal.getMessage());
        return new JsonObject().put("errors", new JsonArray().add(error)).encode();
    }

    private static RegistryException peerAway(RoutingContext context, String reason) {
        LOG.warnf("%s %s: %s", context.request().method(), context.request().path(), reason);
        return new RegistryException(ErrorCode.UNAVAILABLE, "A service of the registry does not answer: try again.")
                .with("Retry-After", RETRY_AFTER_SECONDS);
    }

    private static RegistryException named(RoutingContext context, Throwable failure) {
        return switch (failure) {
            case RegistryException refusal -> refusal;
            case MalformedNameException malformed -> RegistryException.of(malformed);
            case DatabaseUnavailableException unavailable -> {
                LOG.warnf(
                        "%s %s: %s",
                        context.request().method(), context.request().path(), unavailable.getMessage());
                yield new RegistryException(
                                ErrorCode.UNAVAILABLE, "The registry's database does not answer: try again.")
                        .with("Retry-After", RETRY_AFTER_SECONDS);
            }
            case PeerUnavailableException unavailable -> peerAway(context, unavailable.getMessage());
            case TimeoutException slow -> peerAway(context, "A service has not answered in time.");
            default -> {
                LOG.errorf(
                        failure,
                        "%s %s failed",
                        context.request().method(),
                        context.request().path());
                yield new RegistryException(
                        ErrorCode.UNKNOWN, "The registry failed: its log says why. Try again later.");
            }
        };
    }
}
