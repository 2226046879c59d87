package io.muelle.gateway.access.account;

import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;

/** An account is no longer what it was when it proved itself: it has to do so again. */
public final class AccountChangedException extends RegistryException {
    private static final long serialVersionUID = 1L;

    AccountChangedException() {
        super(ErrorCode.UNAUTHORIZED, "The account was changed while it logged in: log in again.");
        with("WWW-Authenticate", "Basic realm=\"muelle\", charset=\"UTF-8\"");
    }
}
