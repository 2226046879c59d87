package io.muelle.blob.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.contracts.access.Actor;
import io.muelle.platform.http.RegistryException;
import org.junit.jupiter.api.Test;

class UploadSlotsTest {
    private static final Actor ANNA = Actor.user("anna");
    private static final Actor BERTA = Actor.user("berta");

    private final UploadSlots slots = new UploadSlots(4);

    @Test
    void shouldLeaveOthersSomeOfWhatOneWouldTake() {
        holding(ANNA, 3, () -> {
            assertRefused(ANNA);
            holding(BERTA, 1, () -> assertRefused(Actor.user("carla")));
            assertThat(runs(BERTA)).isTrue();
        });
        holding(ANNA, 3, () -> assertThat(runs(BERTA)).isTrue());
    }

    @Test
    void shouldTakeBackWhatEndsInAFailure() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> slots.with(ANNA, () -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasMessage("broken");
        }
        assertThat(runs(ANNA)).isTrue();
    }

    @Test
    void shouldGiveOneWhereThereIsOnlyOne() {
        UploadSlots single = new UploadSlots(1);
        boolean[] ran = new boolean[1];
        single.with(ANNA, () -> ran[0] = true);
        assertThat(ran[0]).isTrue();
    }

    private void holding(Actor account, int number, Runnable meanwhile) {
        slots.with(account, number == 1 ? meanwhile : () -> holding(account, number - 1, meanwhile));
    }

    private boolean runs(Actor account) {
        boolean[] ran = new boolean[1];
        slots.with(account, () -> ran[0] = true);
        return ran[0];
    }

    private void assertRefused(Actor account) {
        assertThatThrownBy(() -> slots.with(account, () -> {}))
                .isInstanceOfSatisfying(RegistryException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(429);
                    assertThat(refusal.headers()).containsKey("Retry-After");
                });
    }
}
