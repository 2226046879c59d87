package io.muelle.gateway.access.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void shouldDivideAtTheFirstColon() {
        assertThat(basic("alice:a:b")).isEqualTo(new Credentials("alice", "a:b"));
    }

    @Test
    void shouldTakeWhatIsMalformedForSomebodyNobodyKnows() {
        assertThat(Credentials.ofBasic("Basic !!!").orElseThrow().canBeSomebodys())
                .isFalse();
        assertThat(basic("no colon").canBeSomebodys()).isFalse();
        assertThat(basic("a\0b:password").canBeSomebodys()).isFalse();
        assertThat(basic("alice:" + "p".repeat(10_000)).canBeSomebodys()).isFalse();
        assertThat(basic("a".repeat(10_000) + ":password").canBeSomebodys()).isFalse();
    }

    @Test
    void shouldLeaveOtherSchemesAlone() {
        assertThat(Credentials.ofBasic(null)).isEmpty();
        assertThat(Credentials.ofBasic("Bearer abc")).isEmpty();
    }

    private static Credentials basic(String text) {
        String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return Credentials.ofBasic("Basic " + encoded).orElseThrow();
    }
}
