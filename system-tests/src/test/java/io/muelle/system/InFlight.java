package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A request under way beside the test. */
record InFlight(CompletableFuture<Response> answer) {
    private static final long MOST_SECONDS = 60;
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    static InFlight of(Supplier<Response> request) {
        return new InFlight(CompletableFuture.supplyAsync(request, THREADS));
    }

    void shouldStillWait() {
        assertThat(answer).isNotDone();
    }

    void shouldNeverBeAnswered() {
        assertThatThrownBy(() -> answer.get(MOST_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(UncheckedIOException.class);
    }

    /** Ends the registry while nothing is answered, so that nothing ever is. */
    void cutOffBy(Kill kill, Registry registry) {
        shouldStillWait();
        kill.strike(registry);
        shouldNeverBeAnswered();
    }
}
