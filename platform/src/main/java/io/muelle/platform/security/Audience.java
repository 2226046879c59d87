package io.muelle.platform.security;

import java.util.Locale;

/** What a token is good for; a token for one is refused by the other. */
public enum Audience {
    /** {@code /v2}: the rights are in the token. */
    REGISTRY,
    /** {@code /api/v1}: the token says who calls, and the gateway is asked for the rights. */
    API;

    /** The claim {@code aud}. */
    public String claim() {
        return "muelle-" + name().toLowerCase(Locale.ROOT);
    }
}
