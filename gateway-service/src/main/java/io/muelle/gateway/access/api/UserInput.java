package io.muelle.gateway.access.api;

import io.muelle.gateway.access.account.Passwords;
import io.muelle.platform.api.ProblemException;
import java.util.regex.Pattern;

/** What a request says of a user; null is what it does not say. */
public record UserInput(String password, String email, Boolean enabled, Boolean superuser) {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,189}");

    public UserInput {
        if (password != null
                && (password.length() < Passwords.MIN_LENGTH || password.length() > Passwords.MAX_LENGTH)) {
            throw ProblemException.invalid(
                    "password",
                    "A password has " + Passwords.MIN_LENGTH + " to " + Passwords.MAX_LENGTH + " characters.");
        }
        if (email != null && !EMAIL.matcher(email).matches()) {
            throw ProblemException.invalid("email", "This is not an e-mail address.");
        }
    }

    @Override
    public String toString() {
        return "UserInput";
    }
}
