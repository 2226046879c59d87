package io.muelle.blob.domain;

import static io.muelle.blob.domain.BlobFixture.ANNA;
import static io.muelle.blob.domain.BlobFixture.INLINE_LIMIT;
import static io.muelle.blob.domain.BlobFixture.body;
import static io.muelle.blob.domain.BlobFixture.digest;
import static io.muelle.blob.domain.BlobFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muelle.blob.store.s3.TestBucket;
import io.muelle.contracts.access.Actor;
import io.muelle.contracts.name.RepositoryName;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.RegistryException;
import io.muelle.testsupport.TestS3;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests of one upload that follow each other in one process, and what comes between. */
class RestingUploadsTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("anna/app");
    private static final int HALF = 500;
    private static final int ALL = 1_000;

    private static BlobFixture blobs;
    private static Uploads elsewhere;
    private static TestBucket bucket;
    private static BlobFixture inS3;

    private final byte[] bytes = random(ALL);
    private Upload upload;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        blobs = new BlobFixture(folder);
        elsewhere = blobs.anotherProcess();
        bucket = new TestBucket(TestS3.MINIO.server());
        inS3 = new BlobFixture(folder, unused -> bucket.store(false));
    }

    @AfterAll
    static void stop() throws IOException {
        blobs.close();
        inS3.close();
        bucket.close();
    }

    @BeforeEach
    void open() {
        upload = blobs.open(REPOSITORY);
    }

    @Test
    void shouldTakeAnUploadOnceThatStaysInOneProcess() throws IOException {
        append(blobs.uploads, 0, 10);
        append(blobs.uploads, 10, HALF);
        // The same again, as after an answer that was lost.
        assertThatThrownBy(() -> append(blobs.uploads, 10, HALF)).isInstanceOf(UploadMovedException.class);
        append(blobs.uploads, HALF, ALL);
        assertThat(blobs.column("SELECT epoch FROM upload_session WHERE id = $1", upload.id()))
                .containsExactly(0L);
        finishAndPull(blobs.uploads);
    }

    @Test
    void shouldGoOnWhereAnotherProcessHadTheUploadMeanwhile() throws IOException {
        append(blobs.uploads, 0, 100);
        append(elsewhere, 100, HALF);
        // Without a range, nothing but the row tells that the upload moved.
        blobs.uploads.append(upload, OptionalLong.empty(), body(Arrays.copyOfRange(bytes, HALF, ALL)));
        finishAndPull(elsewhere);
    }

    @Test
    void shouldGoOnWhereAnotherProcessHadTheUploadAndBroughtNothing() throws IOException {
        append(blobs.uploads, 0, HALF);
        append(elsewhere, HALF, HALF);
        append(blobs.uploads, HALF, ALL);
        finishAndPull(blobs.uploads);
    }

    /** S3 notes where the bytes lie, and the notes must not fall back to those that the first request found. */
    @Test
    void shouldKeepTheNotesOfS3WhenARequestBringsNothing() throws IOException {
        upload = inS3.open(REPOSITORY);
        append(inS3.uploads, 0, HALF);
        append(inS3.uploads, HALF, ALL);
        inS3.uploads.append(upload, OptionalLong.of(ALL), ByteSource.EMPTY);
        inS3.anotherProcess().finish(upload, digest(bytes), OptionalLong.of(ALL), ByteSource.EMPTY);
        assertThat(inS3.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldPutTogetherInS3WhatTwoProcessesBringByTurns() throws IOException {
        upload = inS3.open(REPOSITORY);
        List<Uploads> processes = List.of(inS3.uploads, inS3.anotherProcess());
        for (int turn = 0; turn < 10; turn++) {
            // Twice each, so that a writer rests and goes on before the other comes.
            append(processes.get(turn / 2 % 2), turn * 100, turn * 100 + 100);
        }
        processes.get(0).finish(upload, digest(bytes), OptionalLong.of(ALL), ByteSource.EMPTY);
        assertThat(inS3.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldEndWhatRestsWhenAnotherRequestComesFirst() throws IOException {
        append(blobs.uploads, 0, HALF);
        assertThatThrownBy(() -> blobs.uploads.append(upload, OptionalLong.of(HALF), () -> {
                    append(blobs.uploads, HALF, ALL);
                    return null;
                }))
                .isInstanceOf(UploadMovedException.class);
        finishAndPull(blobs.uploads);
    }

    @Test
    void shouldLetNobodyElseGoOn() {
        append(blobs.uploads, 0, HALF);
        Upload ofBerta = new Upload(REPOSITORY, Actor.user("berta"), upload.id());
        Upload ofAnother = new Upload(new RepositoryName("anna/other"), ANNA, upload.id());
        for (Upload foreign : new Upload[] {ofBerta, ofAnother}) {
            assertUnknown(() -> blobs.uploads.append(foreign, OptionalLong.of(HALF), body(bytes)));
            blobs.uploads.forget(foreign);
            assertThat(blobs.uploads.liesInStore(foreign)).isFalse();
        }
        assertThat(blobs.uploads.liesInStore(upload)).isTrue();
        assertThat(blobs.uploads.state(upload).size()).isEqualTo(HALF);
    }

    @Test
    void shouldKnowNothingOfAnUploadThatEndedElsewhere() {
        append(blobs.uploads, 0, HALF);
        elsewhere.cancel(upload);
        assertUnknown(() -> append(blobs.uploads, HALF, ALL));
    }

    @Test
    void shouldTellWhatCannotBeSmallAnyMore() {
        append(blobs.uploads, 0, INLINE_LIMIT);
        assertThat(blobs.uploads.liesInStore(upload)).isFalse();
        append(blobs.uploads, INLINE_LIMIT, INLINE_LIMIT + 1);
        assertThat(blobs.uploads.liesInStore(upload)).isTrue();
    }

    private static void assertUnknown(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RegistryException.class, refused -> assertThat(refused.code())
                .isEqualTo(ErrorCode.BLOB_UPLOAD_UNKNOWN));
    }

    private void append(Uploads uploads, int from, int to) {
        assertThat(uploads.append(upload, OptionalLong.of(from), body(Arrays.copyOfRange(bytes, from, to)))
                        .size())
                .isEqualTo(to);
    }

    private void finishAndPull(Uploads uploads) throws IOException {
        uploads.finish(upload, digest(bytes), OptionalLong.of(ALL), ByteSource.EMPTY);
        assertThat(blobs.pulled(REPOSITORY, digest(bytes))).isEqualTo(bytes);
    }
}
