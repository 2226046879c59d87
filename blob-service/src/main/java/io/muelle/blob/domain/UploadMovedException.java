package io.muelle.blob.domain;

/** Another request goes on with this upload, or the bytes do not follow those that are there. */
public final class UploadMovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient UploadState state;

    public UploadMovedException(UploadState state) {
        super("The upload is not where this request believes it to be.", null, false, false);
        this.state = state;
    }

    /** Where the upload is. */
    public UploadState state() {
        return state;
    }
}
