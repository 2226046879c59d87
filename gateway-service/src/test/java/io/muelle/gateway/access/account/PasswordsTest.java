package io.muelle.gateway.access.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void shouldKnowTheRightPasswordOnly() {
        String hash = passwords.hash("correct horse");
        assertThat(passwords.matches("correct horse", hash)).isTrue();
        assertThat(passwords.matches("correct horse ", hash)).isFalse();
        assertThat(passwords.matches("", hash)).isFalse();
    }

    @Test
    void shouldSaltEachHash() {
        assertThat(passwords.hash("the same")).isNotEqualTo(passwords.hash("the same"));
    }

    @Test
    void shouldMatchNothingForAnAccountThatDoesNotExist() {
        assertThat(passwords.matches("a password that nobody has", null)).isFalse();
        assertThat(passwords.matches("a password that nobody has", "")).isFalse();
        assertThat(passwords.matches("", null)).isFalse();
    }
}
