package io.muelle.blob.domain;

import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.UploadSessionStore;
import io.muelle.blob.store.UploadSessionStore.Left;
import io.muelle.blob.store.UploadSessionStore.Progress;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.database.DatabaseUnavailableException;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.muelle.platform.id.TimeOrderedIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Uploads from their opening to their end. One writer at a time: it takes the session by raising its epoch, or goes on
 * with the epoch that the request before it had in this process, and its progress counts only while that is still the
 * session's. What is acknowledged is durable.
 */
public final class Uploads {
    private static final Logger LOG = Logger.getLogger(Uploads.class);
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private final UploadSessionStore sessions;
    private final BlobStore store;
    private final Links links;
    private final UploadLimits limits;
    private final TimeOrderedIds ids;
    private final Clock clock;
    private final RestingUploads resting = new RestingUploads();

    public Uploads(
            UploadSessionStore sessions,
            BlobStore store,
            Links links,
            UploadLimits limits,
            TimeOrderedIds ids,
            Clock clock) {
        this.sessions = sessions;
        this.store = store;
        this.links = links;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    public Upload open(RepositoryName repository, Actor owner, DigestAlgorithm algorithm) {
        UUID id = ids.next();
        Upload upload = new Upload(repository, owner, id);
        sessions.open(upload, algorithm, contentKey(id), now());
        resting.keep(upload, writer(UploadSession.opened(id, algorithm, contentKey(id))));
        return upload;
    }

    /** The key names the session, not the digest, which is not known yet. */
    static String contentKey(UUID session) {
        String text = session.toString();
        return "content/" + text.substring(text.length() - 2) + "/" + text;
    }

    public UploadState state(Upload upload) {
        return sessions.state(upload).orElseThrow(Uploads::unknown);
    }

    /**
     * Adds bytes. A body that breaks off leaves acknowledged what arrived of it.
     *
     * @param expectedSize where the client believes the upload to be, if it says so
     * @throws UploadMovedException the upload is elsewhere, or another writer came
     */
    public UploadState append(Upload upload, OptionalLong expectedSize, ByteSource body) {
        UploadWriter writer = writer(upload, expectedSize);
        try {
            copy(upload, body, writer);
            return acknowledge(upload, writer);
        } catch (IOException failure) {
            throw failed(upload, writer.session(), failure);
        } finally {
            rest(upload, writer);
        }
    }

    /** One that came here before goes on; else the caller becomes the one writer. */
    private UploadWriter writer(Upload upload, OptionalLong expectedSize) {
        return resting.take(upload, expectedSize).orElseGet(() -> writer(take(upload, expectedSize)));
    }

    private UploadWriter writer(UploadSession taken) {
        return new UploadWriter(taken, sessions, store, limits.inlineLimit());
    }

    private void rest(Upload upload, UploadWriter writer) {
        if (writer.isAcknowledged()) {
            resting.keep(upload, writer);
        } else {
            RestingUploads.close(writer);
        }
    }

    /** Whether so much of an upload came in here that it cannot end as {@link SmallUploads} do. */
    public boolean liesInStore(Upload upload) {
        return resting.hasMoreThan(upload, limits.inlineLimit());
    }

    /** Lets go of an upload that may end by itself, as {@link SmallUploads} do. */
    public void forget(Upload upload) {
        resting.forget(upload);
    }

    private void copy(Upload upload, ByteSource body, UploadWriter writer) throws IOException {
        ByteSource admitted = new AdmittedBody(body, store, writer.size(), limits.maxSize());
        Instant touched = clock.instant();
        ByteBuffer bytes = next(upload, admitted, writer);
        while (bytes != null) {
            writer.write(bytes);
            if (clock.instant().isAfter(touched.plus(TOUCHED_EVERY))) {
                touched = clock.instant();
                touch(writer.session());
            }
            bytes = next(upload, admitted, writer);
        }
    }

    /** One request may last longer than an upload may rest. */
    private void touch(UploadSession taken) throws BlobStore.EndedException {
        boolean mine;
        try {
            mine = sessions.touch(taken, now());
        } catch (DatabaseUnavailableException away) {
            LOG.debugf("Upload %s is touched later: %s", taken.id(), away.getMessage());
            return;
        }
        if (!mine) {
            throw new BlobStore.EndedException();
        }
    }

    /** What came before a body that breaks off is acknowledged; what came before a write that failed is not. */
    private ByteBuffer next(Upload upload, ByteSource body, UploadWriter writer) {
        try {
            return body.next();
        } catch (RuntimeException broken) {
            acknowledgeWhatArrived(upload, writer, broken);
            throw broken;
        }
    }

    private void acknowledgeWhatArrived(Upload upload, UploadWriter writer, RuntimeException broken) {
        try {
            acknowledge(upload, writer);
        } catch (IOException | RuntimeException failure) {
            broken.addSuppressed(failure);
        }
    }

    private UploadState acknowledge(Upload upload, UploadWriter writer) throws IOException {
        Progress progress = writer.makeDurable();
        if (!sessions.progress(writer.session(), progress, now())) {
            tidy(upload.id(), writer::overtaken);
            throw new UploadMovedException(state(upload));
        }
        tidy(upload.id(), () -> writer.acknowledged(progress));
        return new UploadState(upload.id(), writer.size());
    }

    /** Adds the last bytes, if there are any, and makes the blob visible under {@code expected}. */
    public void finish(Upload upload, Digest expected, OptionalLong expectedSize, ByteSource body) {
        UploadWriter writer = writer(upload, expectedSize);
        try {
            copy(upload, body, writer);
            StoredContent content = writer.finish(expected).orElse(null);
            if (content == null) {
                throw refuse(upload, writer);
            }
            publish(upload, writer.session(), expected, content);
            tidy(upload.id(), writer::settled);
        } catch (IOException failure) {
            throw failed(upload, writer.session(), failure);
        } finally {
            rest(upload, writer);
        }
    }

    private void publish(Upload upload, UploadSession taken, Digest digest, StoredContent content) {
        boolean used = links.finish(upload, taken, digest, content);
        // Only after that commit.
        if (content.key() == null) {
            // Nothing that lies in the store is the content, though a writer before may have put something there.
            tidy(taken.id(), () -> store.discard(taken.contentKey(), taken.notes()));
        } else if (!used) {
            // Content of this digest was there already, and this copy of it is nobody's.
            tidy(taken.id(), () -> store.delete(content.key()));
        }
    }

    private RuntimeException refuse(Upload upload, UploadWriter writer) throws IOException {
        writer.close();
        discard(upload, writer.session());
        // Of what was made whole only to be read back, the row knows nothing.
        writer.finished().ifPresent(key -> tidy(upload.id(), () -> store.delete(key)));
        return otherDigest();
    }

    static RegistryException otherDigest() {
        return new RegistryException(
                ErrorCode.DIGEST_INVALID,
                "The content has another digest than the request names: upload it again. Nothing was kept.");
    }

    /** First the row, then the bytes; where the row's end is not known, the bytes stay. */
    private void discard(Upload upload, UploadSession taken) {
        Left left = sessions.discard(taken).orElseThrow(() -> new UploadMovedException(state(upload)));
        tidy(taken.id(), () -> store.discard(left.contentKey(), left.notes()));
    }

    /** What is left to do when all is done that counts. */
    interface Tidying {
        void run() throws IOException;
    }

    /** What is done is done: that its leftovers cannot be removed now is no failure of the request. */
    static void tidy(UUID id, Tidying tidying) {
        try {
            tidying.run();
        } catch (IOException failure) {
            LOG.warnf("Leftovers of upload %s stay for now: %s", id, failure.getMessage());
        }
    }

    /** Ends an upload; what it brought is gone. */
    public void cancel(Upload upload) {
        resting.forget(upload);
        discard(upload, take(upload, OptionalLong.empty()));
    }

    private UploadSession take(Upload upload, OptionalLong expectedSize) {
        return sessions.take(upload, expectedSize, now()).orElseThrow(() -> new UploadMovedException(state(upload)));
    }

    private RuntimeException failed(Upload upload, UploadSession taken, IOException failure) {
        if (failure instanceof BlobStore.EndedException || !sessions.holds(taken)) {
            return new UploadMovedException(state(upload));
        }
        LOG.errorf("Upload %s failed: %s", upload.id(), failure.getMessage());
        return switch (failure) {
            case BlobStore.FullException full -> AdmittedBody.full();
            case BlobStore.LostException lost -> forget(taken);
            case BlobStore.TooManyPiecesException pieces ->
                new RegistryException(
                        ErrorCode.SIZE_INVALID,
                        413,
                        "The upload came in too many pieces: begin a new one, and send pieces of at least "
                                + store.leastPiece() + " bytes.");
            default -> storageFails();
        };
    }

    private RuntimeException forget(UploadSession taken) {
        tidy(taken.id(), () -> {
            var left = sessions.discard(taken);
            if (left.isPresent()) {
                store.discard(left.get().contentKey(), left.get().notes());
            }
        });
        return unknown();
    }

    static RegistryException storageFails() {
        return new RegistryException(
                        ErrorCode.UNAVAILABLE, "The registry's storage fails: try again, from where the upload is.")
                .with("Retry-After", RETRY_AFTER_SECONDS);
    }

    private static RegistryException unknown() {
        return new RegistryException(
                ErrorCode.BLOB_UPLOAD_UNKNOWN, "There is no such upload here: begin a new one with POST.");
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
