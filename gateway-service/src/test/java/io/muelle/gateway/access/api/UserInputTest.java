package io.muelle.gateway.access.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class UserInputTest {
    private final ObjectMapper json = new ObjectMapper();

    /** RFC 7396: what is not there stays as it is, and what is null goes. */
    @Test
    void shouldTellWhatIsNotSaidFromWhatIsNull() throws Exception {
        assertThat(read("{}").email()).isNull();
        assertThat(read("{\"enabled\":true}").email()).isNull();
        assertThat(read("{\"email\":null}").email()).isEmpty();
        assertThat(read("{\"email\":\"a@example.com\"}").email()).isEqualTo("a@example.com");
    }

    private UserInput read(String text) throws Exception {
        return json.readValue(text, UserInput.class);
    }
}
