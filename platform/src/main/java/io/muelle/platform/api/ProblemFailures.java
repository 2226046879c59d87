package io.muelle.platform.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muelle.platform.database.DatabaseUnavailableException;
import io.muelle.platform.http.BodyBrokenException;
import io.muelle.platform.http.PeerUnavailableException;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.UnreadBody;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jboss.logging.Logger;

/** Turns what goes wrong outside {@code /v2}, before a REST resource has the request, into a problem (RFC 9457). */
public final class ProblemFailures {
    private static final Logger LOG = Logger.getLogger(ProblemFailures.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProblemFailures() {}

    /** Answers with the problem that {@code failure} is, unless an answer has begun; to be called on the event loop. */
    public static void send(RoutingContext context, Throwable failure) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        if (failure instanceof BodyBrokenException || response.headWritten()) {
            UnreadBody.abort(context.request());
            return;
        }
        switch (failure) {
            case RegistryException refusal -> {
                refusal.headers().forEach(response::putHeader);
                UnreadBody.endConnection(context, refusal.endsConnection());
                answer(context, ProblemType.ofStatus(refusal.status()), refusal.status(), refusal.getMessage());
            }
            case DatabaseUnavailableException unavailable -> {
                LOG.warn(unavailable.getMessage());
                response.putHeader("Retry-After", "2");
                refuse(context, ProblemType.UNAVAILABLE, "The registry's database does not answer: try again.");
            }
            case PeerUnavailableException unavailable -> peerAway(context, unavailable.getMessage());
            case TimeoutException slow -> peerAway(context, "A service has not answered in time.");
            default -> {
                LOG.errorf(
                        failure,
                        "%s %s failed",
                        context.request().method(),
                        context.request().path());
                refuse(context, ProblemType.FAILED, "The registry failed: its log says why. Try again later.");
            }
        }
    }

    private static void peerAway(RoutingContext context, String reason) {
        LOG.warn(reason);
        context.response().putHeader("Retry-After", "2");
        refuse(context, ProblemType.UNAVAILABLE, "A service of the registry does not answer: try again.");
    }

    /** Answers with a problem. */
    public static void refuse(RoutingContext context, ProblemType type, String detail) {
        UnreadBody.endConnection(context, false);
        answer(context, type, type.status(), detail);
    }

    private static void answer(RoutingContext context, ProblemType type, int status, String detail) {
        HttpServerResponse response = context.response().setStatusCode(status);
        if (context.request().method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .end(json(new Problem(type.uri(), type.title(), status, detail, List.of())));
        }
    }

    private static String json(Problem problem) {
        try {
            return MAPPER.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
