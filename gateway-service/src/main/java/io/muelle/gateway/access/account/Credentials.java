package io.muelle.gateway.access.account;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A name and a password as a client sends them. */
public record Credentials(String name, String password) {
    private static final String BASIC = "Basic ";

    /** Those of an {@code Authorization: Basic} header (RFC 7617), if it is one. */
    public static Optional<Credentials> ofBasic(String header) {
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).trim());
            String text = new String(bytes, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            // What is malformed is somebody whom nobody knows.
            return Optional.of(
                    colon < 0
                            ? new Credentials(text, "")
                            : new Credentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException malformed) {
            return Optional.of(new Credentials("", ""));
        }
    }

    boolean canBeSomebodys() {
        return AccountName.isValid(name) && password.length() <= Passwords.MAX_LENGTH;
    }

    String boundedPassword() {
        return password.length() <= Passwords.MAX_LENGTH ? password : "";
    }

    @Override
    public String toString() {
        return "Credentials[" + name + "]";
    }
}
