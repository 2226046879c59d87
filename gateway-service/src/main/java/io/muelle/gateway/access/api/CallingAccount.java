package io.muelle.gateway.access.api;

import io.muelle.gateway.access.account.Account;
import io.muelle.gateway.access.account.AccountStore;
import io.muelle.platform.api.Caller;
import io.muelle.platform.api.ProblemException;
import io.muelle.platform.api.ProblemType;
import jakarta.inject.Singleton;

/** The account behind a call, as it is now. */
@Singleton
class CallingAccount {
    private final AccountStore accounts;

    CallingAccount(AccountStore accounts) {
        this.accounts = accounts;
    }

    Account of(Caller caller) {
        return accounts.find(caller.actor().name())
                .filter(Account::enabled)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNAUTHENTICATED, "Call with the name and password of an account."));
    }

    /** The caller, who is to be a superuser; for others there is nothing here. */
    Account superuser(Caller caller) {
        Account account = of(caller);
        if (!account.superuser()) {
            throw ProblemException.notFound();
        }
        return account;
    }
}
