package io.muelle.blob.domain;

import java.util.UUID;

/** What a client may know of its upload: how many bytes are acknowledged. */
public record UploadState(UUID id, long size) {}
