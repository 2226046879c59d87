package io.muelle.gateway.access.account;

/** What became of a change. */
public sealed interface ChangeResult {
    record Done(Account account) implements ChangeResult {}

    record Absent() implements ChangeResult {}

    /** Somebody else changed it first. */
    record Stale() implements ChangeResult {}
}
