package io.muelle.manifest.store;

/**
 * What people configured of a repository.
 *
 * @param version rises with each change; -1 if nothing was
 */
public record Settings(String description, boolean sparseManifests, int version) {
    public static final Settings DEFAULTS = new Settings("", false, -1);

    static Settings of(SettingsEntity entity) {
        return entity == null ? DEFAULTS : new Settings(entity.description, entity.sparseManifests, entity.version);
    }
}
