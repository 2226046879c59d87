package io.muelle.manifest.domain;

import io.muelle.contracts.name.Digest;
import java.util.UUID;

/** A manifest that is here, and the claim that holds its blobs. */
public record StoredManifest(Digest digest, String mediaType, UUID claim) {}
