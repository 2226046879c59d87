package io.muelle.blob.api;

import io.muelle.contracts.access.Actor;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import java.util.HashMap;
import java.util.Map;

/**
 * How many bodies of blobs are read at once: of all, and of one account, so that whoever sends many slowly, or on
 * purpose, leaves the others some.
 */
final class UploadSlots {
    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> byAccount = new HashMap<>();
    private int taken;

    /**
     * @param most of all accounts together; one account has three of four at most
     */
    UploadSlots(int most) {
        this.most = most;
        this.mostOfOne = Math.max(1, most - most / 4);
    }

    /** Does the work, or refuses with 429 where there are too many already. */
    void with(Actor account, Runnable work) {
        String owner = account.kind() + ":" + account.name();
        if (!take(owner)) {
            throw new RegistryException(ErrorCode.TOOMANYREQUESTS, "Too many uploads at once: try again in a moment.")
                    .with("Retry-After", "2");
        }
        try {
            work.run();
        } finally {
            give(owner);
        }
    }

    private synchronized boolean take(String owner) {
        int own = byAccount.getOrDefault(owner, 0);
        if (taken == most || own == mostOfOne) {
            return false;
        }
        byAccount.put(owner, own + 1);
        taken++;
        return true;
    }

    private synchronized void give(String owner) {
        taken--;
        byAccount.computeIfPresent(owner, (same, own) -> own == 1 ? null : own - 1);
    }
}
