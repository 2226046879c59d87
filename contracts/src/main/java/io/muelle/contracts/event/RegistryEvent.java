package io.muelle.contracts.event;

/** A change of a repository's content; topic {@code registry}, keyed by the repository. */
public sealed interface RegistryEvent extends Event
        permits RepositoryCreated,
                RepositoryDeleted,
                ManifestStored,
                ManifestDeleted,
                ImagePushed,
                ImageDeleted,
                TagCreated,
                TagMoved,
                TagDeleted,
                TagRestored,
                ReferrerAdded,
                BlobUploaded,
                BlobMounted,
                BlobDeleted {
    String repository();

    @Override
    default String key() {
        return repository();
    }

    @Override
    default String subject() {
        return repository();
    }
}
