package io.muelle.gateway.access.account;

/** The change would leave nobody who may administer the registry. */
public final class LastSuperuserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LastSuperuserException() {
        super("The last enabled superuser stays.", null, false, false);
    }
}
