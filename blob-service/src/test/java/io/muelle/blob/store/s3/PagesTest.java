package io.muelle.blob.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PagesTest {
    private static final int BEGINNINGS = 5;
    private static final int PAGES = 4 * BEGINNINGS;
    private static final int OF_A_PART = 5;

    /** Whatever others take meanwhile: who would wait while he has pages could wait for ever. */
    @Test
    void shouldLetWhoHasBegunAPartGoOnToItsEnd() throws IOException {
        Pages pages = new Pages((long) PAGES * Pages.SIZE, Duration.ofMillis(10));
        try (Piece piece = new Piece(pages)) {
            piece.grow();
            piece.grow();
            while (pages.takeOne()) {
                // All that others could get.
            }
            for (int page = 3; page <= OF_A_PART; page++) {
                assertThat(piece.grow()).isTrue();
            }
            assertThat(piece.grow()).isFalse();
        }
    }

    /** Each has a page, all want more at once, and there are fewer than all need. */
    @Test
    @Timeout(60)
    void shouldLetManyGoOnThatBeginTogether() throws Exception {
        Pages pages = new Pages((long) PAGES * Pages.SIZE, Duration.ofSeconds(30));
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < BEGINNINGS; i++) {
            Piece piece = new Piece(pages);
            piece.grow();
            pieces.add(piece);
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> parts = new ArrayList<>();
            for (Piece piece : pieces) {
                parts.add(threads.submit(() -> {
                    sendAPart(piece);
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get(60, TimeUnit.SECONDS);
            }
        }
        requireAll(pages);
    }

    private static void sendAPart(Piece piece) throws IOException {
        try (piece) {
            for (int page = 2; page <= OF_A_PART; page++) {
                assertThat(piece.grow()).isTrue();
                Thread.yield();
            }
        }
    }

    /** All that were given back can be taken again: each fourth as a first one. */
    private static void requireAll(Pages pages) throws IOException {
        for (int i = 0; i < BEGINNINGS; i++) {
            pages.takeFirst();
        }
        for (int i = BEGINNINGS; i < PAGES; i++) {
            assertThat(pages.takeOne()).isTrue();
        }
        assertThat(pages.takeOne()).isFalse();
    }

    @Test
    void shouldGiveMoreThanAPartOnlyWhileSomeIsLeft() throws IOException {
        Pages pages = new Pages(7L * Pages.SIZE, Duration.ofMillis(10));
        try (Piece piece = new Piece(pages)) {
            for (int page = 1; page <= 6; page++) {
                assertThat(piece.grow()).isTrue();
            }
            assertThat(piece.grow()).isTrue();
            assertThat(piece.grow()).isFalse();
            try (Piece other = new Piece(pages)) {
                assertThatThrownBy(other::grow).hasMessageContaining("muelle.blob.s3.memory");
            }
        }
        try (Piece after = new Piece(pages)) {
            assertThat(after.grow()).isTrue();
            after.write(ByteBuffer.wrap(new byte[10]), Long.MAX_VALUE);
            assertThat(after.size()).isEqualTo(10);
        }
    }
}
