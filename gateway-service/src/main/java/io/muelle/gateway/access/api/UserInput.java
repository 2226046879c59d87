package io.muelle.gateway.access.api;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import io.muelle.gateway.access.account.Passwords;
import io.muelle.platform.api.ProblemException;
import java.util.regex.Pattern;

/**
 * What a request says of a user; null is what it does not say.
 *
 * @param email empty where a JSON null asks for none (RFC 7396)
 */
public record UserInput(
        String password,
        @JsonDeserialize(using = UserInput.OrEmpty.class) String email,
        Boolean enabled,
        Boolean superuser) {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,189}");

    public UserInput {
        if (password != null
                && (password.length() < Passwords.MIN_LENGTH || password.length() > Passwords.MAX_LENGTH)) {
            throw ProblemException.invalid(
                    "password",
                    "A password has " + Passwords.MIN_LENGTH + " to " + Passwords.MAX_LENGTH + " characters.");
        }
        if (email != null && !email.isEmpty() && !EMAIL.matcher(email).matches()) {
            throw ProblemException.invalid("email", "This is not an e-mail address.");
        }
    }

    /** Jackson takes what a record does not get for a null, unless it is told the difference. */
    static final class OrEmpty extends StringDeserializer {
        private static final long serialVersionUID = 1L;

        @Override
        public String getNullValue(DeserializationContext context) {
            return "";
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }

    /** The address of a new user, or null. */
    String emailOrNone() {
        return email == null || email.isEmpty() ? null : email;
    }

    @Override
    public String toString() {
        return "UserInput";
    }
}
