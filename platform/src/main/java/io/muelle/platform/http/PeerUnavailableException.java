package io.muelle.platform.http;

/** Another service does not answer, or not as it should; it is worth trying again. */
public final class PeerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PeerUnavailableException(String service, String reason) {
        super(service + "-service does not answer: " + reason, null, false, false);
    }
}
