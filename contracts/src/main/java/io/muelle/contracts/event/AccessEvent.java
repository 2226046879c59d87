package io.muelle.contracts.event;

/** A change of accounts or rights; topic {@code access}, keyed by the namespace. */
public sealed interface AccessEvent extends Event
        permits AccountCreated, AccountChanged, AccountDeleted, VisibilityChanged {
    String namespace();

    @Override
    default String key() {
        return namespace();
    }
}
