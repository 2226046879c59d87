package io.muelle.blob.store.s3;

import io.muelle.blob.store.BlobStore;
import io.muelle.blob.store.BlobStore.EndedException;
import io.muelle.blob.store.BlobStore.Finished;
import io.muelle.blob.store.BlobStore.LostException;
import io.muelle.blob.store.BlobStore.Notes;
import io.muelle.blob.store.BlobStore.TooManyPiecesException;
import io.muelle.blob.store.s3.S3Notes.Part;
import io.muelle.blob.store.s3.S3Notes.Rest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One writer of one upload: whole parts go to a multipart upload, the bytes after them to an object of their own. No
 * name that it writes was ever written by another: parts have numbers that the row sets aside for one writer, objects
 * are named by its epoch. So a writer that was overtaken spoils nothing, whenever its requests arrive.
 */
final class S3Writer implements BlobStore.Writer {
    static final long LEAST_PART = 5L * 1024 * 1024;
    static final int MOST_PARTS = 10_000;
    private static final int NUMBERS_AT_ONCE = 32;

    private final S3Bucket bucket;
    private final S3Transfers transfers;
    private final Pages pages;
    private final long partSize;
    private final String key;
    private final long epoch;
    private final Notes row;
    private final PartsUnderWay parts;
    private final boolean tried;
    private final List<String> replaced = new ArrayList<>();
    private S3Notes notes;
    private Piece open;
    private long size;
    private int nextNumber;
    private int objects;

    S3Writer(S3BlobStore.Parts of, String key, long epoch, long acknowledged, Notes row) throws IOException {
        this.bucket = of.bucket();
        this.transfers = of.transfers();
        this.pages = of.pages();
        this.partSize = of.partSize();
        this.parts = new PartsUnderWay(bucket, transfers, of.partsAtOnce());
        this.key = key;
        this.epoch = epoch;
        this.row = row;
        this.size = acknowledged;
        this.notes = S3Notes.parse(row.taken());
        this.tried = notes.tried();
        this.nextNumber = notes.reserved() + 1;
        if (notes.size() != acknowledged) {
            throw new IOException("The upload's notes tell of " + notes.size() + " bytes of " + acknowledged);
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        openPiece();
        size += bytes.remaining();
        while (bytes.hasRemaining()) {
            if (open.size() == partSize) {
                sendPart();
            }
            if (!open.hasPage() && !open.grow()) {
                // Where memory is short, a part may go before it is full.
                sendPart();
                open.grow();
            }
            open.write(bytes, partSize);
        }
    }

    /** What was acknowledged but is no part yet comes first. */
    private void openPiece() throws IOException {
        if (open != null) {
            return;
        }
        open = new Piece(pages);
        if (notes.rest() != null) {
            readRest(notes.rest());
        }
    }

    private void readRest(Rest rest) throws IOException {
        try (InputStream stored = bucket.read(rest.key())) {
            open.read(stored);
        } catch (S3Exception refused) {
            throw S3Exception.is(refused, "NoSuchKey") ? lost() : refused;
        }
        if (open.size() != rest.size()) {
            throw new IOException("S3 holds other bytes than were acknowledged");
        }
    }

    private static LostException lost() {
        return new LostException("S3 knows the upload no more");
    }

    private void sendPart() throws IOException {
        if (nextNumber > notes.reserved()) {
            reserveNumbers();
        }
        Piece full = open;
        open = new Piece(pages);
        parts.send(key, notes.upload(), nextNumber++, full);
    }

    private void reserveNumbers() throws IOException {
        if (nextNumber > MOST_PARTS) {
            throw new TooManyPiecesException(MOST_PARTS);
        }
        boolean first = notes.upload() == null;
        String upload = first ? bucket.begin(key) : notes.upload();
        S3Notes reserving = notes.reserving(upload, Math.min(nextNumber + NUMBERS_AT_ONCE - 1, MOST_PARTS));
        try {
            row.keep(reserving.text());
        } catch (EndedException overtaken) {
            if (first) {
                bucket.abort(key, upload);
            }
            throw overtaken;
        }
        notes = reserving;
    }

    @Override
    public String makeDurable() throws IOException {
        if (open == null) {
            return row.taken();
        }
        if (open.size() >= LEAST_PART) {
            sendPart();
        }
        Rest rest = open.size() == 0 ? null : new Rest(putObject(), open.size());
        replace(parts.take(), rest);
        return notes.text();
    }

    private void replace(List<Part> more, Rest rest) {
        if (notes.rest() != null) {
            replaced.add(notes.rest().key());
        }
        notes = notes.with(more, rest);
        nextNumber = notes.reserved() + 1;
    }

    private String putObject() throws IOException {
        String name = key + '-' + epoch + '-' + ++objects;
        transfers.put(bucket.toPut(name), open);
        return name;
    }

    @Override
    public Finished finish() throws IOException {
        if (notes.upload() == null) {
            return finishAsObject();
        }
        openPiece();
        try {
            if (open.size() > 0) {
                sendPart();
            }
            notes = notes.completing();
            row.keep(notes.text());
            replace(parts.take(), null);
            bucket.complete(key, notes.upload(), notes.parts());
        } catch (EndedException overtaken) {
            throw overtaken;
        } catch (IOException failure) {
            return finishedBefore(failure);
        }
        requireLength(key);
        // Somebody's attempt may have taken effect before, and S3 may call that a success of this one.
        return new Finished(key, !tried);
    }

    /** Too little for parts: the object that holds it is the content. */
    private Finished finishAsObject() throws IOException {
        if (open == null && notes.rest() != null) {
            requireLength(notes.rest().key());
            return new Finished(notes.rest().key(), true);
        }
        openPiece();
        String name = putObject();
        replace(List.of(), null);
        requireLength(name);
        return new Finished(name, true);
    }

    /** An attempt whose answer was lost may have put it together; what of, only the bytes can tell. */
    private Finished finishedBefore(IOException failure) throws IOException {
        if (bucket.length(key) == size) {
            return new Finished(key, false);
        }
        throw S3Exception.is(failure, "NoSuchUpload") ? lost() : failure;
    }

    private void requireLength(String name) throws IOException {
        long length = bucket.length(name);
        if (length != size) {
            throw new IOException("S3 holds " + length + " bytes where " + size + " were written");
        }
    }

    @Override
    public void overtaken() throws IOException {
        Rest mine = notes.rest();
        boolean acknowledged =
                mine == null || mine.equals(S3Notes.parse(row.taken()).rest());
        if (!acknowledged && mine.key().startsWith(key + '-' + epoch + '-')) {
            bucket.delete(mine.key());
        }
    }

    @Override
    public void settled() throws IOException {
        for (String name : replaced) {
            bucket.delete(name);
        }
        replaced.clear();
    }

    @Override
    public void rest() {
        close();
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
