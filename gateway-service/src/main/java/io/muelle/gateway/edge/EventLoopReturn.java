package io.muelle.gateway.edge;

import io.muelle.platform.http.UnreadBody;
import io.muelle.platform.request.Failures;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Leaves the event loop for work that blocks and comes back; the body waits. */
final class EventLoopReturn {
    private EventLoopReturn() {}

    static <T> void afterBlocking(RoutingContext context, Supplier<T> work, Consumer<T> then) {
        Context eventLoop = Vertx.currentContext();
        UnreadBody.hold(context.request());
        Thread.startVirtualThread(() -> {
            try {
                T result = work.get();
                eventLoop.runOnContext(back -> guarded(context, () -> then.accept(result)));
            } catch (RuntimeException | Error failure) {
                eventLoop.runOnContext(back -> Failures.send(context, failure));
            }
        });
    }

    private static void guarded(RoutingContext context, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException refused) {
            Failures.send(context, refused);
        }
    }
}
