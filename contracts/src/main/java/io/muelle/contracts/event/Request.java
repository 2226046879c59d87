package io.muelle.contracts.event;

/** The request behind an event: where it came from and with which client; cut to 256 characters each. */
public record Request(String address, String userAgent, String id) {
    private static final int LIMIT = 256;

    public Request {
        address = bounded(address);
        userAgent = bounded(userAgent);
        id = bounded(id);
    }

    private static String bounded(String text) {
        return text == null || text.length() <= LIMIT ? text : text.substring(0, LIMIT);
    }
}
