package io.muelle.gateway.access.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnsTest {
    private static final int MANY = 50;

    private final Turns turns = new Turns();
    private final ConcurrentMap<String, String> known = new ConcurrentHashMap<>();
    private final AtomicInteger foundOut = new AtomicInteger();
    private final AtomicInteger findingOut = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    @Test
    void shouldFindOutOnceForAll() throws Exception {
        assertThat(askedByMany("right")).hasSize(MANY).containsOnly(Optional.of("anna"));
        assertThat(mostAtOnce).hasValue(1);
        // Whoever saw nothing known just before it became known finds out once more.
        assertThat(foundOut.get()).isLessThan(MANY / 2);
    }

    @Test
    void shouldLetEachFindOutThatThereIsNothing() throws Exception {
        assertThat(askedByMany("wrong")).hasSize(MANY).containsOnly(Optional.empty());
        assertThat(foundOut).hasValue(MANY);
        assertThat(mostAtOnce).hasValue(1);
    }

    @Test
    void shouldPassTheTurnOnWhenFindingOutFails() {
        assertThatThrownBy(() -> turns.ask("right", Optional::empty, () -> {
                    throw new IllegalStateException("away");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ask("right")).contains("anna");
    }

    private List<Optional<String>> askedByMany(String password) throws Exception {
        List<Future<Optional<String>>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MANY; i++) {
                asked.add(threads.submit(() -> ask(password)));
            }
        }
        List<Optional<String>> answers = new ArrayList<>();
        for (Future<Optional<String>> each : asked) {
            answers.add(each.get());
        }
        return answers;
    }

    private Optional<String> ask(String password) {
        return turns.ask(password, () -> Optional.ofNullable(known.get(password)), () -> findOut(password));
    }

    private Optional<String> findOut(String password) {
        mostAtOnce.accumulateAndGet(findingOut.incrementAndGet(), Math::max);
        foundOut.incrementAndGet();
        Thread.yield();
        if (password.equals("right")) {
            known.put(password, "anna");
        }
        findingOut.decrementAndGet();
        return Optional.ofNullable(known.get(password));
    }
}
