package io.muelle.system;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CountDownLatch;

/** A body of which one part is sent at once, and the rest when the gate is opened. */
final class GatedBody {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final byte[] content;
    private final int before;

    /**
     * @param before how many bytes are sent at once
     */
    GatedBody(byte[] content, int before) {
        this.content = content;
        this.before = before;
    }

    void open() {
        gate.countDown();
    }

    BodyPublisher publisher() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(Gated::new), content.length);
    }

    private final class Gated extends InputStream {
        private final InputStream all = new ByteArrayInputStream(content);

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int sent = content.length - all.available();
            if (sent < before) {
                return all.read(into, offset, Math.min(length, before - sent));
            }
            try {
                gate.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            return all.read(into, offset, length);
        }
    }
}
