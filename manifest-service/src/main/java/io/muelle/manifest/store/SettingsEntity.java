package io.muelle.manifest.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** The row of what people configured of a repository. */
@Entity
@Table(name = "repository_settings")
class SettingsEntity {
    @Id
    String repository;

    String description;

    @Column(name = "sparse_manifests")
    boolean sparseManifests;

    @Version
    int version;
}
