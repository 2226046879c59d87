package io.muelle.platform.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** A handler that may block: it runs on a virtual thread of its own, and what it throws becomes the protocol's error. */
@FunctionalInterface
public interface BlockingHandler {
    void handle(RoutingContext context);

    /** The handler for the router. The request's body stays unread until {@link RequestBody} asks for it. */
    static Handler<RoutingContext> of(BlockingHandler handler) {
        return context -> {
            UnreadBody.hold(context.request());
            Thread.startVirtualThread(() -> run(handler, context));
        };
    }

    private static void run(BlockingHandler handler, RoutingContext context) {
        try {
            handler.handle(context);
        } catch (RuntimeException | Error failure) {
            Context eventLoop = UnreadBody.eventLoop(context.request());
            eventLoop.runOnContext(back -> RegistryFailures.send(context, failure));
        }
    }
}
