package io.muelle.contracts.event;

/** Something seen that changed no state; topic {@code observations}, best effort, without a sequence. */
public sealed interface ObservationEvent extends Event permits ImagePulled, AccessDenied, LoginFailed, TokenIssued {}
