package io.muelle.contracts.ask;

import io.muelle.contracts.access.TrustedKeys;
import io.smallrye.mutiny.Uni;

/** Asked by every service every 15 s, answered by the gateway. */
public interface SigningKeys {
    Uni<TrustedKeys> trusted();
}
