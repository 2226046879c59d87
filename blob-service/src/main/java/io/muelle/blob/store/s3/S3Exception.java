package io.muelle.blob.store.s3;

import io.muelle.blob.store.BlobStore.FullException;
import java.io.IOException;
import java.util.Set;

/** S3 has refused a request. */
final class S3Exception extends IOException {
    private static final long serialVersionUID = 1L;
    private static final Set<String> FULL = Set.of(
            "XMinioStorageFull",
            "XMinioAdminBucketQuotaExceeded",
            "QuotaExceeded",
            "InsufficientStorage",
            "ServiceQuotaExceeded");

    private final String code;

    private S3Exception(String code, String message) {
        super("S3 answers " + code + (message == null || message.isBlank() ? "" : ": " + message));
        this.code = code;
    }

    /** The failure that an error code of S3 means. */
    static IOException of(String code, String message) {
        S3Exception failure = new S3Exception(code, message);
        return FULL.contains(code) ? new FullException(failure) : failure;
    }

    static boolean is(Throwable failure, String... codes) {
        return failure instanceof S3Exception refused && Set.of(codes).contains(refused.code);
    }
}
