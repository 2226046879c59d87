package io.muelle.gateway.access.visibility;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** The row of a repository whose visibility was set. */
@Entity
@Table(name = "repository_visibility")
class VisibilityEntity {
    @Id
    String repository;

    String visibility;

    @Version
    int version;
}
