package io.muelle.platform.http;

import io.muelle.contracts.name.MalformedNameException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal below {@code /v2} or at {@code /token}: the protocol's error code and a sentence that says what to do. */
public class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int status;
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private boolean endsConnection;

    public RegistryException(ErrorCode code, String message) {
        this(code, code.status(), message);
    }

    public RegistryException(ErrorCode code, int status, String message) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    public static RegistryException of(MalformedNameException malformed) {
        ErrorCode code =
                switch (malformed.kind()) {
                    case REPOSITORY -> ErrorCode.NAME_INVALID;
                    case TAG -> ErrorCode.TAG_INVALID;
                    case DIGEST -> ErrorCode.DIGEST_INVALID;
                };
        return new RegistryException(code, malformed.getMessage());
    }

    /** Adds a header to the answer. */
    public RegistryException with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** Has the connection end with the answer. */
    RegistryException endingConnection() {
        endsConnection = true;
        return this;
    }

    public boolean endsConnection() {
        return endsConnection;
    }

    public ErrorCode code() {
        return code;
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
