package io.muelle.blob.store;

import io.muelle.blob.store.BlobStore.EndedException;
import io.muelle.blob.store.BlobStore.Notes;
import io.muelle.blob.store.BlobStore.Writer;
import java.io.IOException;
import java.util.UUID;

/** The row of an upload, as far as a store has to do with it. */
public final class UploadRow {
    private final String key;
    private long epoch;
    private long size;
    private String notes;

    public UploadRow() {
        String session = UUID.randomUUID().toString();
        key = "content/" + session.substring(34) + '/' + session;
    }

    public String key() {
        return key;
    }

    public String notes() {
        return notes;
    }

    /** The next writer; every one before it is overtaken. */
    public Writer take(BlobStore store) throws IOException {
        RowNotes mine = new RowNotes(++epoch);
        return store.write(key, epoch, size, mine);
    }

    private final class RowNotes implements Notes {
        private final long mine;
        private String taken;

        RowNotes(long mine) {
            this.mine = mine;
        }

        @Override
        public String taken() {
            if (epoch == mine) {
                taken = notes;
            }
            return taken;
        }

        @Override
        public void keep(String kept) throws EndedException {
            if (epoch != mine) {
                throw new EndedException();
            }
            notes = kept;
        }
    }

    public void acknowledge(long newSize, String newNotes) {
        size = newSize;
        notes = newNotes;
    }
}
