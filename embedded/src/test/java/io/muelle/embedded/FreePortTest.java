package io.muelle.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;

class FreePortTest {
    @RepeatedTest(20)
    void shouldStayBelowThePortsOfClients() {
        assertThat(FreePort.find()).isBetween(20_000, 25_999);
    }
}
