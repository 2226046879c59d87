package io.muelle.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(1_000);

    @Test
    void shouldRefuseWhatDoesNotFitAndSayWhenToComeBack() {
        try (MemoryBudget.Lease first = budget.lease();
                MemoryBudget.Lease second = budget.lease()) {
            first.add(600);
            assertThatThrownBy(() -> second.add(401)).isInstanceOfSatisfying(RegistryException.class, refusal -> {
                assertThat(refusal.status()).isEqualTo(429);
                assertThat(refusal.headers()).containsKey("Retry-After");
            });
            assertThatCode(() -> second.add(400)).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldTakeBackEveryShareWhole() {
        for (int round = 0; round < 10; round++) {
            try (MemoryBudget.Lease lease = budget.lease()) {
                lease.add(500);
                lease.add(500);
            }
        }
    }

    @Test
    void shouldNotCountWhatItRefused() {
        try (MemoryBudget.Lease lease = budget.lease()) {
            assertThatThrownBy(() -> lease.add(1_001)).isInstanceOf(RegistryException.class);
            assertThatCode(() -> lease.add(1_000)).doesNotThrowAnyException();
        }
    }
}
