package io.muelle.platform.database;

import io.muelle.platform.time.Patience;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What an ORM's sessions do, for code that blocks. */
public final class Sessions {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Sessions() {}

    /**
     * Does the work and waits for it, 30 s at most. What takes longer is not cancelled: its session would keep the
     * connection.
     *
     * @param database what does not answer then, as the beginning of a sentence
     * @throws DatabaseUnavailableException PostgreSQL cannot be reached or does not answer
     */
    public static <T> T await(String database, Uni<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        VertxContextSupport.subscribe(
                work::toMulti,
                subscriber ->
                        subscriber.with(answer::complete, answer::completeExceptionally, () -> answer.complete(null)));
        try {
            return Patience.get(answer, PATIENCE);
        } catch (ExecutionException failure) {
            throw named(database, failure.getCause());
        } catch (TimeoutException slow) {
            throw new DatabaseUnavailableException(
                    database + " has not answered for " + PATIENCE.toSeconds() + " s.", slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("The process is stopping.", interrupted);
        }
    }

    private static RuntimeException named(String database, Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException refused && !DatabaseUnavailableException.causes(refused)) {
            return refused;
        }
        return new DatabaseUnavailableException(database + " cannot be reached: " + failure.getMessage(), failure);
    }
}
