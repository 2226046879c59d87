package io.muelle.contracts.event;

import java.time.Instant;

/** Credentials were refused; {@code account} is the name that was tried. */
public record LoginFailed(String account, String reason, Request request, Instant at) implements ObservationEvent {
    @Override
    public String key() {
        return account;
    }

    @Override
    public String subject() {
        return account;
    }
}
