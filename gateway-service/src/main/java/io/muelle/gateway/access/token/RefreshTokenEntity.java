package io.muelle.gateway.access.token;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The row of a refresh token; the token itself is known to its holder only. */
@Entity
@Table(name = "refresh_token")
class RefreshTokenEntity {
    @Id
    String hash;

    String account;

    @Column(name = "expires_at")
    Instant expiresAt;
}
