package io.muelle.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PatienceTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void shouldEndAWaitThatLastsTooLong() {
        assertThatThrownBy(() -> Patience.get(new CompletableFuture<>(), SHORT)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldLeaveAloneWhatEndedInTime() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Patience.begin(SHORT, () -> over.set(true)).end();
        CompletableFuture<String> later = new CompletableFuture<>();
        Patience.begin(SHORT, () -> later.complete("later"));
        later.get();
        assertThat(over).isFalse();
    }

    @Test
    void shouldGiveTheAnswerWhenItComes() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        Patience.begin(SHORT, () -> future.complete("answer"));
        assertThat(Patience.get(future, LONG)).isEqualTo("answer");
        assertThat(Patience.get(future, SHORT)).isEqualTo("answer");
    }

    @Test
    void shouldTellWhatFailed() {
        CompletableFuture<String> future = new CompletableFuture<>();
        Patience.begin(SHORT, () -> future.completeExceptionally(new IllegalStateException("away")));
        assertThatThrownBy(() -> Patience.get(future, LONG))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
