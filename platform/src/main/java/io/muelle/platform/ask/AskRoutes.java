package io.muelle.platform.ask;

import io.muelle.platform.database.DatabaseUnavailableException;
import io.muelle.platform.http.BlockingHandler;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.http.RequestBody;
import io.muelle.platform.security.Guard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/** Where a service answers the others; nothing is mounted where every service is in one process. */
@Singleton
public class AskRoutes {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Duration BODY_PATIENCE = Duration.ofSeconds(10);
    private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(5);
    // Before the edge, which knows users only.
    private static final int ORDER = -20_000;

    private final ServiceConfig service;
    private final ServiceTokens tokens;

    public AskRoutes(ServiceConfig service, ServiceTokens tokens) {
        this.service = service;
        this.tokens = tokens;
    }

    /** Answers {@code question}; what {@code answerer} cannot read in it is refused with 400. */
    public void answer(Router router, String question, Function<JsonObject, Uni<JsonObject>> answerer) {
        if (service.secret().isPresent()) {
            router.post(AskClient.PREFIX + question)
                    .order(ORDER)
                    .handler(BlockingHandler.of(context -> answer(context, answerer)));
        }
    }

    private void answer(RoutingContext context, Function<JsonObject, Uni<JsonObject>> answerer) {
        HttpServerRequest request = context.request();
        if (Guard.bearer(request).flatMap(tokens::verify).isEmpty()) {
            throw new RegistryException(ErrorCode.UNAUTHORIZED, "Only Muelle's own services ask here.");
        }
        JsonObject answer = asked(answerer, body(request)).await().atMost(ANSWER_PATIENCE);
        context.response().putHeader("Content-Type", "application/json").end(answer.toBuffer());
    }

    private static Uni<JsonObject> asked(Function<JsonObject, Uni<JsonObject>> answerer, JsonObject question) {
        try {
            return answerer.apply(question);
        } catch (DatabaseUnavailableException unavailable) {
            throw unavailable;
        } catch (RuntimeException malformed) {
            throw new RegistryException(ErrorCode.UNSUPPORTED, 400, "The question cannot be read.");
        }
    }

    private static JsonObject body(HttpServerRequest request) {
        byte[] bytes = RequestBody.small(request, BODY_PATIENCE)
                .readAll(
                        MAX_BYTES, new RegistryException(ErrorCode.SIZE_INVALID, 413, "A question has at most 1 MiB."));
        try {
            return new JsonObject(new String(bytes, StandardCharsets.UTF_8));
        } catch (DecodeException malformed) {
            throw new RegistryException(ErrorCode.UNSUPPORTED, 400, "The question is not JSON.");
        }
    }
}
