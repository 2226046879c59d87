package io.muelle.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;

/** A connection to a registry that sends what no HTTP client would. */
final class RawConnection implements AutoCloseable {
    private static final int MOST_MILLIS = 20_000;

    /** An answer; the names of its headers are in lower case. */
    record Answer(int status, TreeMap<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return status + " " + headers + " " + text();
        }
    }

    private final Socket socket = new Socket();
    private final InputStream input;

    RawConnection(URI registry) {
        try {
            socket.connect(new InetSocketAddress(registry.getHost(), registry.getPort()), MOST_MILLIS);
            socket.setSoTimeout(MOST_MILLIS);
            input = new BufferedInputStream(socket.getInputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends text byte by byte as it is; false once the other side has closed. */
    boolean send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (SocketException closed) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Says that nothing follows, as a client that breaks off does. */
    void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (SocketException closed) {
            // The other side was faster.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether something can be read without waiting. */
    boolean answered() {
        try {
            return input.available() > 0;
        } catch (IOException closed) {
            return true;
        }
    }

    /** The next final answer to anything but HEAD, or nothing where the connection ended without one. */
    Optional<Answer> answer() {
        return answer(true);
    }

    Optional<Answer> answer(boolean hasBody) {
        try {
            return read(hasBody);
        } catch (SocketTimeoutException hanging) {
            throw new AssertionError("Neither an answer nor an end", hanging);
        } catch (SocketException closed) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A line without its end. */
    String line() {
        try {
            return readLine();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Optional<Answer> read(boolean hasBody) throws IOException {
        String statusLine = readLine();
        if (statusLine.isEmpty()) {
            return Optional.empty();
        }
        int status = Integer.parseInt(statusLine.split(" ")[1]);
        TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String field = readLine(); !field.isEmpty(); field = readLine()) {
            int colon = field.indexOf(':');
            headers.put(field.substring(0, colon), field.substring(colon + 1).trim());
        }
        if (status < 200) {
            return read(hasBody);
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        return Optional.of(new Answer(status, headers, hasBody ? input.readNBytes(length) : new byte[0]));
    }

    /** An empty line at the end of the input. */
    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
