package io.muelle.gateway.access.token;

import io.muelle.contracts.access.TrustedKeys.Revocation;
import java.io.Serializable;
import java.util.Objects;

/** What a revocation names. */
class RevocationId implements Serializable {
    private static final long serialVersionUID = 1L;

    Revocation.Kind kind;
    String subject;

    RevocationId() {}

    RevocationId(Revocation.Kind kind, String subject) {
        this.kind = kind;
        this.subject = subject;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RevocationId that && kind == that.kind && Objects.equals(subject, that.subject);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, subject);
    }
}
