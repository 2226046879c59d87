package io.muelle.blob.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TogetherTest {
    private final List<List<Integer>> lots = new ArrayList<>();
    private final List<FutureTask<Void>> adding = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final Together<Integer> together = new Together<>(this::work);

    /** The first lot takes until it may go on; one with a 13 fails. */
    private void work(Collection<Integer> numbers) {
        lots.add(List.copyOf(numbers));
        begun.countDown();
        try {
            mayGoOn.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        if (numbers.contains(13)) {
            throw new IllegalArgumentException("13");
        }
    }

    @BeforeEach
    void beginTheFirst() throws InterruptedException {
        add(1);
        begun.await();
    }

    @AfterEach
    void goOn() {
        mayGoOn.countDown();
    }

    @Test
    void shouldDoTogetherWhatComesMeanwhile() throws Exception {
        add(2);
        add(3);
        add(4);
        mayGoOn.countDown();
        for (FutureTask<Void> each : adding) {
            each.get();
        }
        assertThat(lots).hasSize(2);
        assertThat(lots.getFirst()).containsExactly(1);
        assertThat(lots.getLast()).containsExactlyInAnyOrder(2, 3, 4);
    }

    @Test
    void shouldFailForAllThatWentTogetherAndForNobodyElse() throws Exception {
        add(2);
        add(13);
        mayGoOn.countDown();
        adding.getFirst().get();
        for (FutureTask<Void> each : adding.subList(1, 3)) {
            assertThatThrownBy(each::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
        together.add(5);
        assertThat(lots.getLast()).containsExactly(5);
    }

    /** Returns when the number is being worked on or waits. */
    private void add(int number) {
        Callable<Void> addition = () -> {
            together.add(number);
            return null;
        };
        FutureTask<Void> task = new FutureTask<>(addition);
        adding.add(task);
        Thread thread = Thread.ofPlatform().start(task);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
