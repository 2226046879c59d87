package io.muelle.blob.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.blob.store.BlobStore.EndedException;
import io.muelle.blob.store.BlobStore.Finished;
import io.muelle.blob.store.BlobStore.FullException;
import io.muelle.blob.store.BlobStore.LostException;
import io.muelle.blob.store.BlobStore.TooManyPiecesException;
import io.muelle.blob.store.BlobStore.Writer;
import io.muelle.blob.store.UploadRow;
import io.muelle.embedded.EmbeddedS3;
import io.muelle.testsupport.TestS3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a store makes of an S3 server, or of a network, that fails in the middle. */
class S3FailureTest {
    private static final int PART = 5 * 1024 * 1024;
    private static final String INSIDE = "<Error><Code>InternalError</Code><Message>no</Message></Error>";

    private static TestBucket bucket;
    private static S3Front front;
    private static S3BlobStore store;

    @BeforeAll
    static void start() throws IOException {
        EmbeddedS3 server = TestS3.MINIO.server();
        bucket = new TestBucket(server);
        front = new S3Front(bucket.vertx(), server.endpoint());
        store = bucket.store(front.address(), 64);
    }

    @AfterAll
    static void stop() throws IOException {
        if (bucket != null) {
            front.close();
            bucket.close();
        }
    }

    @Test
    void shouldTakeAnErrorInsideASuccessForAnError() throws IOException {
        byte[] bytes = random();
        UploadRow upload = acknowledged(bytes);
        front.answer(S3Front.completing(), 200, INSIDE);
        try (Writer writer = upload.take(store)) {
            assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
        }
        assertThat(store.length(upload.key())).isEqualTo(-1);
        assertThat(finished(upload)).isEqualTo(bytes);
    }

    @Test
    void shouldSayThatContentMustBeReadBackWhereAnAnswerWasLost() throws IOException {
        byte[] bytes = random();
        UploadRow upload = acknowledged(bytes);
        try (Writer writer = upload.take(store)) {
            assertThat(writer.finish().asWritten()).isTrue();
        }
        // Nobody heard of it, and another replica ends the upload once more.
        try (Writer writer = upload.take(store)) {
            Finished again = writer.finish();
            assertThat(again).isEqualTo(new Finished(upload.key(), false));
            assertThat(read(again.key())).isEqualTo(bytes);
        }
    }

    /** The first attempt may have taken effect meanwhile, and some servers call that a success of the second. */
    @Test
    void shouldNotBeSureAfterAnAttemptThatMayHaveTakenEffect() throws IOException {
        byte[] bytes = random();
        UploadRow upload = new UploadRow();
        try (Writer writer = upload.take(store)) {
            writer.write(ByteBuffer.wrap(bytes));
            front.answer(S3Front.completing(), 403, "<Error><Code>AccessDenied</Code></Error>");
            assertThatThrownBy(writer::finish).hasMessageContaining("AccessDenied");
        }
        try (Writer writer = upload.take(store)) {
            writer.write(ByteBuffer.wrap(bytes));
            Finished again = writer.finish();
            assertThat(again.asWritten()).isFalse();
            assertThat(read(again.key())).isEqualTo(bytes);
        }
    }

    @Test
    void shouldFindWhatWasPutTogetherThoughTheAnswerIsLost() throws IOException {
        byte[] bytes = random();
        UploadRow upload = acknowledged(bytes);
        for (int attempt = 0; attempt < 5; attempt++) {
            front.loseAnswer(S3Front.completing());
        }
        try (Writer writer = upload.take(store)) {
            assertThat(read(writer.finish().key())).isEqualTo(bytes);
        } finally {
            front.forget();
        }
    }

    @Test
    void shouldTryAPartAgainWhereS3IsBusyOrTheAnswerIsLost() throws IOException {
        byte[] bytes = random();
        front.answer(S3Front.puttingPart(), 503, "<Error><Code>SlowDown</Code></Error>");
        front.loseAnswer(S3Front.puttingPart());
        UploadRow upload = acknowledged(bytes);
        assertThat(finished(upload)).isEqualTo(bytes);
    }

    @Test
    void shouldAcknowledgeNothingOfARefusedPart() throws IOException {
        byte[] bytes = random();
        UploadRow upload = new UploadRow();
        front.answer(S3Front.puttingPart(), 403, "<Error><Code>AccessDenied</Code></Error>");
        try (Writer writer = upload.take(store)) {
            writer.write(ByteBuffer.wrap(bytes));
            assertThatThrownBy(writer::makeDurable).hasMessageContaining("AccessDenied");
        }
        upload.acknowledge(0, upload.notes());
        try (Writer writer = upload.take(store)) {
            writer.write(ByteBuffer.wrap(bytes));
            assertThat(read(writer.finish().key())).isEqualTo(bytes);
        }
    }

    @Test
    void shouldTellAFullServer() throws IOException {
        front.answer(S3Front.puttingPart(), 507, "<Error><Code>XMinioStorageFull</Code></Error>");
        try (Writer writer = new UploadRow().take(store)) {
            writer.write(ByteBuffer.wrap(random()));
            assertThatThrownBy(writer::makeDurable).isInstanceOf(FullException.class);
        }
    }

    @Test
    void shouldTellThatAnUploadIsLost() throws IOException {
        UploadRow upload = acknowledged(random());
        String notes = upload.notes();
        store.discard(upload.key(), notes);
        try (Writer writer = upload.take(store)) {
            assertThatThrownBy(writer::finish).isInstanceOf(LostException.class);
        }
    }

    @Test
    void shouldLeaveNoMultipartUploadOfAWriterThatWasOvertakenBeforeItsFirstPart() throws Exception {
        UploadRow upload = new UploadRow();
        try (Writer stale = upload.take(store)) {
            upload.take(store).close();
            assertThatThrownBy(() -> stale.write(ByteBuffer.wrap(new byte[2 * PART + 1])))
                    .isInstanceOf(EndedException.class);
        }
        assertThat(bucket.held(upload.key())).isEmpty();
    }

    @Test
    void shouldSayThatThereAreTooManyPieces() throws IOException {
        UploadRow upload = new UploadRow();
        upload.acknowledge(0, "{\"upload\":\"one\",\"reserved\":10000,\"parts\":[],\"rest\":null}");
        try (Writer writer = upload.take(store)) {
            assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(new byte[PART + 1])))
                    .isInstanceOf(TooManyPiecesException.class);
        }
    }

    @Test
    void shouldAskAnUploadToComeBackWhenMemoryIsShort() throws IOException {
        S3BlobStore small = bucket.store(front.address(), 5);
        try (Writer greedy = new UploadRow().take(small);
                Writer other = new UploadRow().take(small)) {
            greedy.write(ByteBuffer.wrap(new byte[PART - 1]));
            assertThatThrownBy(() -> other.write(ByteBuffer.wrap(new byte[1]))).hasMessageContaining("memory");
        }
        UploadRow afterwards = new UploadRow();
        byte[] bytes = random();
        try (Writer writer = afterwards.take(small)) {
            writer.write(ByteBuffer.wrap(bytes));
            assertThat(read(writer.finish().key())).isEqualTo(bytes);
        }
    }

    @Test
    void shouldHoldNoMemoryWhileAWriterRests() throws IOException {
        S3BlobStore small = bucket.store(front.address(), 5);
        try (Writer resting = new UploadRow().take(small);
                Writer other = new UploadRow().take(small)) {
            resting.write(ByteBuffer.wrap(new byte[PART - 1]));
            resting.makeDurable();
            resting.rest();
            other.write(ByteBuffer.wrap(new byte[PART - 1]));
            assertThat(other.finish().asWritten()).isTrue();
        }
    }

    /** Another has half of the memory, so that no part gets full. */
    @Test
    void shouldSendPartsBeforeTheyAreFullWhenMemoryIsShort() throws IOException {
        S3BlobStore small = bucket.store(front.address(), 16, 16);
        byte[] bytes = new byte[40 * 1024 * 1024 + 7];
        new Random(1).nextBytes(bytes);
        try (Writer other = new UploadRow().take(small);
                Writer writer = new UploadRow().take(small)) {
            other.write(ByteBuffer.wrap(new byte[8 * 1024 * 1024]));
            writer.write(ByteBuffer.wrap(bytes));
            assertThat(read(writer.finish().key())).isEqualTo(bytes);
        }
    }

    /** Of one part and a rest. */
    private static UploadRow acknowledged(byte[] bytes) throws IOException {
        UploadRow upload = new UploadRow();
        try (Writer writer = upload.take(store)) {
            writer.write(ByteBuffer.wrap(bytes));
            upload.acknowledge(bytes.length, writer.makeDurable());
        }
        return upload;
    }

    private static byte[] finished(UploadRow upload) throws IOException {
        try (Writer writer = upload.take(store)) {
            return read(writer.finish().key());
        }
    }

    private static byte[] read(String key) throws IOException {
        try (InputStream stored = store.read(key)) {
            return stored.readAllBytes();
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[PART + 1000];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
