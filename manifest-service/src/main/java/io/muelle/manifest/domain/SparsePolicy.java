package io.muelle.manifest.domain;

import io.muelle.contracts.name.RepositoryName;

/** Whether a repository takes manifests whose blobs or children are not all here (distribution-spec, "Sparse"). */
@FunctionalInterface
public interface SparsePolicy {
    boolean allowsSparse(RepositoryName repository);
}
