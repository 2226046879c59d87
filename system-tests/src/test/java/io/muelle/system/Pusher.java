package io.muelle.system;

import io.muelle.contracts.name.Digest;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that pushes image after image under one tag, until the registry is gone, and remembers what was acknowledged. */
final class Pusher {
    static final String TAG = "latest";
    private static final int LAYERS = 1;
    private static final int BYTES = 64 << 10;
    private static final Duration MOST = Duration.ofSeconds(60);

    /** An image whose push was answered. */
    record Pushed(String repository, Digest digest) {}

    private final List<Pushed> acknowledged = new CopyOnWriteArrayList<>();
    private final Client client;
    private final String own;
    private final String shared;
    private final Thread thread;
    private volatile Digest underWay;
    private volatile Throwable failure;

    Pusher(Client client, String own, String shared) {
        this.client = client;
        this.own = own;
        this.shared = shared;
        this.thread = Thread.startVirtualThread(this::run);
    }

    private void run() {
        try {
            while (true) {
                push(own);
                push(shared);
            }
        } catch (UncheckedIOException gone) {
            // As it has to be: the registry was killed.
        } catch (RuntimeException | Error unexpected) {
            failure = unexpected;
        }
    }

    private void push(String repository) {
        Image image = Image.random(LAYERS, BYTES);
        underWay = image.digest();
        acknowledged.add(new Pushed(repository, client.push(repository, TAG, image)));
    }

    /** Waits until it notices that the registry is gone; nothing else may have ended it. */
    void awaitEnd() {
        try {
            if (!thread.join(MOST)) {
                throw new AssertionError("A client does not notice that the registry is gone");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        if (failure != null) {
            throw new AssertionError("A client was refused", failure);
        }
    }

    List<Pushed> acknowledged() {
        return acknowledged;
    }

    /** The one that was last begun. */
    Digest underWay() {
        return underWay;
    }

    String own() {
        return own;
    }

    List<String> repositories() {
        return List.of(own, shared);
    }
}
