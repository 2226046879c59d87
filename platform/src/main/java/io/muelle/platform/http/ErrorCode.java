package io.muelle.platform.http;

/** The error codes of the registry protocol (distribution-spec, "Error Codes") and those in common use beside them. */
public enum ErrorCode {
    BLOB_UNKNOWN(404),
    BLOB_UPLOAD_INVALID(400),
    BLOB_UPLOAD_UNKNOWN(404),
    DENIED(403),
    DIGEST_INVALID(400),
    MANIFEST_BLOB_UNKNOWN(404),
    MANIFEST_INVALID(400),
    MANIFEST_UNKNOWN(404),
    NAME_INVALID(400),
    NAME_UNKNOWN(404),
    PAGINATION_NUMBER_INVALID(400),
    RANGE_INVALID(416),
    SIZE_INVALID(400),
    STORAGE_FULL(507),
    TAG_INVALID(400),
    TOOMANYREQUESTS(429),
    UNAUTHORIZED(401),
    UNAVAILABLE(503),
    UNKNOWN(500),
    UNSUPPORTED(405);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status that goes with the code unless a refusal says otherwise. */
    public int status() {
        return status;
    }
}
