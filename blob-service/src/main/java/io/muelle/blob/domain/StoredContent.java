package io.muelle.blob.domain;

/** Where finished content lies: at a key of the store, or, when it is small, in its row. One of the two is null. */
public record StoredContent(long size, String key, byte[] bytes) {
    public static StoredContent atKey(String key, long size) {
        return new StoredContent(size, key, null);
    }

    public static StoredContent inRow(byte[] bytes) {
        return new StoredContent(bytes.length, null, bytes);
    }
}
