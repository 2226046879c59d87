package io.muelle.blob.store.s3;

import io.muelle.blob.store.BlobStore.LostException;
import io.muelle.blob.store.s3.S3Notes.Part;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The parts that one writer has on their way, a few at once. The first failure is that of all that follow. */
final class PartsUnderWay {
    private final S3Bucket bucket;
    private final S3Transfers transfers;
    private final int most;
    private final Deque<FutureTask<Part>> underWay = new ArrayDeque<>();
    private final List<Part> arrived = new ArrayList<>();
    private IOException failure;

    PartsUnderWay(S3Bucket bucket, S3Transfers transfers, int most) {
        this.bucket = bucket;
        this.transfers = transfers;
        this.most = most;
    }

    /** Sends a part and closes it once it is there; waits while too many are on their way. */
    void send(String key, String upload, int number, Piece piece) throws IOException {
        while (underWay.size() >= most) {
            arrive();
        }
        if (failure != null) {
            piece.close();
            // Where the upload is lost, what follows counts for nothing, and only the end can say what that means.
            if (failure instanceof LostException) {
                return;
            }
            throw failure;
        }
        FutureTask<Part> part = new FutureTask<>(() -> put(key, upload, number, piece));
        underWay.add(part);
        Thread.startVirtualThread(part);
    }

    private Part put(String key, String upload, int number, Piece piece) throws IOException {
        try (piece) {
            String etag = transfers.put(bucket.toPutPart(key, upload, number), piece);
            return new Part(number, etag, piece.size());
        } catch (S3Exception refused) {
            throw S3Exception.is(refused, "NoSuchUpload") ? new LostException("S3 knows the upload no more") : refused;
        }
    }

    /** The parts sent since the last call, when all are there. */
    List<Part> take() throws IOException {
        while (!underWay.isEmpty()) {
            arrive();
        }
        if (failure != null) {
            throw failure;
        }
        List<Part> taken = List.copyOf(arrived);
        arrived.clear();
        return taken;
    }

    private void arrive() {
        try {
            arrived.add(underWay.remove().get());
        } catch (ExecutionException broken) {
            fail(broken.getCause() instanceof IOException cause ? cause : new IOException(broken.getCause()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            fail(new IOException("the process is stopping", stopping));
        }
    }

    private void fail(IOException cause) {
        if (failure == null) {
            failure = cause;
        }
    }
}
