package io.muelle.gateway.access.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** The row of an account. */
@Entity
@Table(name = "account")
class AccountEntity {
    @Id
    String name;

    @Column(name = "password_hash")
    String passwordHash;

    String email;

    boolean enabled;

    boolean superuser;

    boolean deleted;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    int version;

    Account account() {
        return new Account(name, passwordHash, email, enabled, superuser, createdAt, version);
    }
}
