package io.muelle.gateway.access.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.muelle.gateway.access.account.Account;
import java.time.Instant;

/** A user as the API shows one: nothing of the password. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserView(String name, String email, boolean enabled, boolean superuser, Instant createdAt) {
    static UserView of(Account account) {
        return new UserView(
                account.name(), account.email(), account.enabled(), account.superuser(), account.createdAt());
    }
}
