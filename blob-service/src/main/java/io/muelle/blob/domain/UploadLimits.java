package io.muelle.blob.domain;

/**
 * Bounds of an upload, in bytes.
 *
 * @param inlineLimit content up to this size lies in its row
 * @param maxSize the largest blob
 */
public record UploadLimits(int inlineLimit, long maxSize) {}
