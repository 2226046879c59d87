package io.muelle.system;

import io.muelle.contracts.name.Digest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that pushes image after image whatever it is answered, as a pipeline that is run again does. */
final class SteadyPusher implements AutoCloseable {
    private static final int LAYERS = 1;
    private static final int BYTES = 64 << 10;

    private final List<Digest> acknowledged = new CopyOnWriteArrayList<>();
    private final Client client;
    private final String repository;
    private final Thread thread;
    private volatile boolean ended;
    private volatile Throwable last;

    SteadyPusher(Client client, String repository) {
        this.client = client;
        this.repository = repository;
        this.thread = Thread.startVirtualThread(this::run);
    }

    private void run() {
        while (!ended) {
            Image image = Image.random(LAYERS, BYTES);
            try {
                acknowledged.add(client.push(repository, Pusher.TAG, image));
            } catch (RuntimeException | AssertionError refused) {
                last = refused;
            }
        }
    }

    String repository() {
        return repository;
    }

    List<Digest> acknowledged() {
        return acknowledged;
    }

    /** Returns when that many more images were pushed. */
    void awaitMore(int images) {
        int before = acknowledged.size();
        try {
            Eventually.until("images are pushed to " + repository, () -> acknowledged.size() >= before + images);
        } catch (AssertionError never) {
            never.addSuppressed(last);
            throw never;
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
