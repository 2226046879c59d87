package io.muelle.system;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** HTTP/2 without TLS (RFC 9113 §3.3) that sends header fields as they are, which no client would. */
final class Http2Connection implements AutoCloseable {
    private static final int MOST_MILLIS = 20_000;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;
    /** The indexes of RFC 7541, appendix A, that stand for a status. */
    private static final Map<Integer, Integer> STATUSES =
            Map.of(8, 200, 9, 204, 10, 206, 11, 304, 12, 400, 13, 404, 14, 500);

    private final Socket socket;
    private final DataInputStream input;
    private final DataOutputStream output;
    private int stream = -1;

    Http2Connection(URI registry) throws IOException {
        socket = new Socket(registry.getHost(), registry.getPort());
        socket.setSoTimeout(MOST_MILLIS);
        input = new DataInputStream(socket.getInputStream());
        output = new DataOutputStream(socket.getOutputStream());
        output.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /**
     * The status of the answer to a request without a body: 0 for one that has no short form, -1 if the server has
     * ended the stream instead.
     */
    int get(String authority, String path, Map<String, String> fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        field(block, ":method", "GET");
        field(block, ":scheme", "http");
        field(block, ":authority", authority);
        field(block, ":path", path);
        fields.forEach((name, value) -> field(block, name, value));
        stream += 2;
        try {
            frame(HEADERS, END_STREAM_AND_HEADERS, stream, block.toByteArray());
            return status();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A literal without an index and without compression (RFC 7541 §6.2.2). */
    private static void field(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        for (String text : new String[] {name, value}) {
            if (text.length() > 126) {
                throw new IllegalArgumentException("Too long for one byte of length: " + text);
            }
            block.write(text.length());
            block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private int status() throws IOException {
        while (true) {
            int length = input.readUnsignedShort() << 8 | input.readUnsignedByte();
            int type = input.readUnsignedByte();
            int flags = input.readUnsignedByte();
            int of = input.readInt();
            byte[] payload = input.readNBytes(length);
            if (type == HEADERS && of == stream) {
                return STATUSES.getOrDefault(payload[(flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES] & 0x7F, 0);
            }
            if (type == RESET && of == stream || type == GO_AWAY) {
                return -1;
            }
        }
    }

    private void frame(int type, int flags, int of, byte[] payload) throws IOException {
        output.writeByte(payload.length >> 16);
        output.writeShort(payload.length);
        output.writeByte(type);
        output.writeByte(flags);
        output.writeInt(of);
        output.write(payload);
        output.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
