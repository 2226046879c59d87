package io.muelle.system;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** HTTP/2 without TLS (RFC 9113 §3.3), as it is on the wire: with header fields that no client would send. */
final class Http2Connection implements AutoCloseable {
    private static final int MOST_MILLIS = 20_000;
    private static final int MOST_OF_A_FRAME = 16_384;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;
    private static final int INITIAL_WINDOW = 4;
    private static final int DEFAULT_WINDOW = 65_535;
    /** The indexes of RFC 7541, appendix A, that stand for a status. */
    private static final Map<Integer, Integer> STATUSES =
            Map.of(8, 200, 9, 204, 10, 206, 11, 304, 12, 400, 13, 404, 14, 500);

    /**
     * An answer.
     *
     * @param status -1 if the server has ended the stream or the connection instead; 0 for one that it abbreviates as
     *     one it has sent before
     * @param bytes of its body
     */
    record Answer(int status, int bytes) {}

    private record Frame(int type, int flags, int stream, byte[] payload) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    private final Socket socket;
    private final DataInputStream input;
    private final DataOutputStream output;
    private int stream = -1;
    private int connectionWindow = DEFAULT_WINDOW;
    private int streamWindow = DEFAULT_WINDOW;

    Http2Connection(URI registry) throws IOException {
        socket = new Socket(registry.getHost(), registry.getPort());
        socket.setSoTimeout(MOST_MILLIS);
        socket.setTcpNoDelay(true);
        input = new DataInputStream(socket.getInputStream());
        // A frame at a time, or each of its numbers would wait for the receipt of the one before.
        output = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        output.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    /** How much the server takes of all bodies together before it has read any; known with the first answer. */
    int connectionWindow() {
        return connectionWindow;
    }

    /** How much it takes of one. */
    int streamWindow() {
        return streamWindow;
    }

    /** Sends a request without a body, and returns its whole answer. */
    Answer ask(String method, String authority, String path, Map<String, String> fields) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        field(block, ":method", method);
        field(block, ":scheme", "http");
        field(block, ":authority", authority);
        field(block, ":path", path);
        fields.forEach((name, value) -> field(block, name, value));
        stream += 2;
        send(block.toByteArray());
        return answer();
    }

    private void send(byte[] block) throws IOException {
        int sent = 0;
        do {
            int end = Math.min(block.length, sent + MOST_OF_A_FRAME);
            int flags = (sent == 0 ? END_STREAM : 0) | (end == block.length ? END_HEADERS : 0);
            send(sent == 0 ? HEADERS : CONTINUATION, flags, stream, Arrays.copyOfRange(block, sent, end));
            sent = end;
        } while (sent < block.length);
    }

    /** A literal without an index and without compression (RFC 7541 §6.2.2). */
    private static void field(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        for (String text : new String[] {name, value}) {
            length(block, text.length());
            block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** RFC 7541 §5.1, with a prefix of seven bits. */
    private static void length(ByteArrayOutputStream block, int length) {
        if (length < 0x7F) {
            block.write(length);
            return;
        }
        block.write(0x7F);
        int rest = length - 0x7F;
        for (; rest >= 0x80; rest >>= 7) {
            block.write(rest & 0x7F | 0x80);
        }
        block.write(rest);
    }

    private Answer answer() throws IOException {
        int status = 0;
        int bytes = 0;
        while (true) {
            Frame frame = receive();
            boolean ours = frame.stream() == stream;
            switch (frame.type()) {
                case HEADERS -> status = ours ? status(frame) : status;
                case DATA -> {
                    bytes += ours ? frame.payload().length : 0;
                    giveBack(frame.payload().length);
                }
                case SETTINGS -> settings(ByteBuffer.wrap(frame.payload()));
                case WINDOW_UPDATE -> connectionWindow += frame.stream() == 0 ? number(frame) : 0;
                case GO_AWAY -> {
                    return new Answer(-1, bytes);
                }
                case RESET -> {
                    if (ours) {
                        return new Answer(-1, bytes);
                    }
                }
                default -> {}
            }
            if (ours && frame.type() <= HEADERS && frame.has(END_STREAM)) {
                return new Answer(status, bytes);
            }
        }
    }

    /** The server may send as much again. */
    private void giveBack(int length) throws IOException {
        if (length > 0) {
            send(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(length).array());
        }
    }

    private static int number(Frame frame) {
        return ByteBuffer.wrap(frame.payload()).getInt();
    }

    private void settings(ByteBuffer settings) {
        while (settings.hasRemaining()) {
            int name = settings.getShort();
            int value = settings.getInt();
            streamWindow = name == INITIAL_WINDOW ? value : streamWindow;
        }
    }

    /** It comes first: as an index, or as the index of its name with its three digits. */
    private static int status(Frame frame) {
        ByteBuffer block = ByteBuffer.wrap(frame.payload());
        block.position(frame.has(PRIORITY) ? PRIORITY_BYTES : 0);
        int first = block.get();
        if (first < 0) {
            return STATUSES.getOrDefault(first & 0x7F, 0);
        }
        byte[] digits = new byte[block.get()];
        block.get(digits);
        return Integer.parseInt(new String(digits, StandardCharsets.US_ASCII));
    }

    private Frame receive() throws IOException {
        int length = input.readUnsignedShort() << 8 | input.readUnsignedByte();
        int type = input.readUnsignedByte();
        int flags = input.readUnsignedByte();
        int of = input.readInt();
        return new Frame(type, flags, of, input.readNBytes(length));
    }

    private void send(int type, int flags, int of, byte[] payload) throws IOException {
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
