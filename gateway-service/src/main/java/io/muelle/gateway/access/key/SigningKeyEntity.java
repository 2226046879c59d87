package io.muelle.gateway.access.key;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The row of a signing key; {@code jwk} holds the private key (RFC 7517). */
@Entity
@Table(name = "signing_key")
class SigningKeyEntity {
    @Id
    String id;

    String jwk;

    @Column(name = "signs_from")
    Instant signsFrom;

    @Column(name = "trusted_until")
    Instant trustedUntil;
}
