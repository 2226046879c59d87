package io.muelle.contracts.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A token was issued; {@code scopes} is what was granted, at most 100. */
public record TokenIssued(String account, UUID token, List<String> scopes, Request request, Instant at)
        implements ObservationEvent {
    public TokenIssued {
        scopes = List.copyOf(scopes);
    }

    @Override
    public String key() {
        return account;
    }

    @Override
    public String subject() {
        return account;
    }
}
