package io.muelle.platform.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How much memory the bodies and answers that lie in memory whole may take, of all requests together. Without it, who
 * sends many bodies by halves or asks for much and reads nothing would take all of it.
 */
@Singleton
public class MemoryBudget {
    private static final long SMALL = 64 * 1024;
    private static final long ANSWER_MILLIS = 60_000;

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    @Inject
    MemoryBudget(@ConfigProperty(name = "muelle.http.memory", defaultValue = "96M") MemorySize limit) {
        this(limit.asLongValue());
    }

    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** A share of the budget, which is given back at the end. */
    public final class Lease implements AutoCloseable {
        private long bytes;

        /** Takes more, or refuses with a {@link RegistryException} if there is no more now. */
        public void add(long more) {
            if (taken.addAndGet(more) > limit) {
                taken.addAndGet(-more);
                throw new RegistryException(
                                ErrorCode.TOOMANYREQUESTS, "Too many large requests at once: try again in a moment.")
                        .with("Retry-After", "2");
            }
            bytes += more;
        }

        @Override
        public void close() {
            taken.addAndGet(-bytes);
            bytes = 0;
        }
    }

    /** A share that is empty yet; for one thread. */
    public Lease lease() {
        return new Lease();
    }

    /** Sends an answer, if there is room for it; a client that does not read it is cut off. To HEAD goes its head alone. */
    public Future<Void> send(RoutingContext context, Buffer answer) {
        if (context.request().method() == HttpMethod.HEAD) {
            return context.response()
                    .putHeader("Content-Length", Integer.toString(answer.length()))
                    .end();
        }
        return within(context, answer.length(), () -> context.response().end(answer));
    }

    /** Runs what sends an answer of that size, if there is room for it; a client that does not read it is cut off. */
    public Future<Void> within(RoutingContext context, long bytes, Supplier<Future<Void>> answer) {
        if (bytes <= SMALL) {
            return answer.get();
        }
        Lease lease = lease();
        lease.add(bytes);
        long timer = context.vertx().setTimer(ANSWER_MILLIS, late -> UnreadBody.abort(context.request()));
        return answer.get().onComplete(done -> {
            context.vertx().cancelTimer(timer);
            lease.close();
        });
    }
}
