package io.muelle.gateway.access.token;

import io.muelle.contracts.access.TrustedKeys.Revocation;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** The row of a revocation. */
@Entity
@Table(name = "revocation")
@IdClass(RevocationId.class)
class RevocationEntity {
    @Id
    @Enumerated(EnumType.STRING)
    Revocation.Kind kind;

    @Id
    @Column(name = "value")
    String subject;

    @Column(name = "issued_before")
    Instant issuedBefore;

    @Column(name = "ends_at")
    Instant endsAt;
}
