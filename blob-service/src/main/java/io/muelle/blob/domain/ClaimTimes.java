package io.muelle.blob.domain;

import java.time.Duration;

/**
 * When claims are asked about; no safety rests on it.
 *
 * @param decideAfter for one that was not confirmed
 * @param askAgainAfter for one that was, in case its end was never heard of
 */
public record ClaimTimes(Duration decideAfter, Duration askAgainAfter) {}
