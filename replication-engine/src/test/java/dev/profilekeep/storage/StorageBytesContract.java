package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Bytes of files, and whole files copied. What every storage does. */
abstract class StorageBytesContract extends StorageListingContract {
    @Test
    void bytes_beyond_4_gib_are_read_where_they_were_written() throws IOException {
        long far = (5L << 30) + 123;
        byte[] mark = "far beyond".getBytes(StandardCharsets.UTF_8);
        try (OpenFile file = storage.create(path("sparse"), Sharing.NONE)) {
            file.writeFully(far, ByteBuffer.wrap(mark));
            file.writeFully((1L << 32) - 4, ByteBuffer.wrap(mark));
            assertThat(file.size()).isEqualTo(far + mark.length);
        }
        try (OpenFile file = storage.openForReading(path("sparse"), Sharing.ALL)) {
            assertThat(bytes(file, far, mark.length)).isEqualTo(mark);
            assertThat(bytes(file, (1L << 32) - 4, mark.length)).isEqualTo(mark);
            assertThat(bytes(file, far - (1L << 32), mark.length)).containsOnly(0);
            assertThat(file.stat().size()).isEqualTo(far + mark.length);
        }
    }

    @Test
    void reading_ends_where_the_file_does() throws IOException {
        write("ten", "0123456789");
        try (OpenFile file = storage.openForReading(path("ten"), Sharing.ALL)) {
            assertThat(bytes(file, 0, 10)).asString(StandardCharsets.UTF_8).isEqualTo("0123456789");
            assertThat(bytes(file, 7, 3)).asString(StandardCharsets.UTF_8).isEqualTo("789");
            assertThat(bytes(file, 10, 0)).isEmpty();
            assertThatThrownBy(() -> bytes(file, 7, 4)).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> bytes(file, 10, 1)).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> bytes(file, 1L << 40, 1)).isInstanceOf(EOFException.class);
            assertThatIllegalArgumentException().isThrownBy(() -> bytes(file, -1, 1));
        }
    }

    @Test
    void large_and_crooked_pieces_come_back_as_they_went() throws IOException {
        byte[] content = new byte[9 * 1024 * 1024 + 4321];
        Random random = new Random(SEED);
        random.nextBytes(content);
        try (OpenFile file = storage.create(path("large"), Sharing.NONE)) {
            ByteBuffer source = ByteBuffer.wrap(content);
            file.writeFully(777, source);
            assertThat(source.hasRemaining()).isFalse();
            for (int i = 0; i < 20; i++) {
                int from = random.nextInt(content.length);
                int length = random.nextInt(content.length - from);
                ByteBuffer target =
                        ByteBuffer.allocateDirect(length + 10).position(3).limit(3 + length);
                file.readFully(777 + from, target);
                assertThat(target.position()).isEqualTo(3 + length);
                assertThat(target.flip().position(3)).isEqualTo(ByteBuffer.wrap(content, from, length));
            }
            assertThat(bytes(file, 0, 777)).containsOnly(0);
        }
    }

    @Test
    void one_open_file_is_read_by_many_threads() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(SEED).nextBytes(content);
        try (OpenFile file = storage.create(path("shared"), Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(content));
        }
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (OpenFile file = storage.openForReading(path("shared"), Sharing.ALL)) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int from = i * 49_000;
                answers.add(threads.submit(() ->
                        ByteBuffer.wrap(bytes(file, from, 50_000)).equals(ByteBuffer.wrap(content, from, 50_000))));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_copy_holds_the_same_bytes() throws IOException {
        byte[] content = new byte[17 * 1024 * 1024 + 99];
        new Random(SEED).nextBytes(content);
        try (OpenFile file = storage.create(path("source"), Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(content));
        }
        storage.createFolder(path("to"));
        storage.copy(path("source"), path("to/copy"));
        try (OpenFile file = storage.openForReading(path("to/copy"), Sharing.ALL)) {
            assertThat(file.size()).isEqualTo(content.length);
            assertThat(ByteBuffer.wrap(bytes(file, 0, content.length))).isEqualTo(ByteBuffer.wrap(content));
        }
        write("nothing", "");
        storage.copy(path("nothing"), path("to/nothing"));
        assertThat(storage.stat(path("to/nothing")).size()).isZero();
    }

    @Test
    void a_file_is_made_longer_and_shorter() throws IOException {
        try (OpenFile file = storage.create(path("file"), Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap("0123456789".getBytes(StandardCharsets.UTF_8)));
            file.resize(4);
            assertThat(file.size()).isEqualTo(4);
            file.resize(100_000);
            file.flush();
            assertThat(file.size()).isEqualTo(100_000);
            assertThat(bytes(file, 0, 4)).asString(StandardCharsets.UTF_8).isEqualTo("0123");
            assertThat(bytes(file, 4, 99_996)).containsOnly(0);
            assertThatIllegalArgumentException().isThrownBy(() -> file.resize(-1));
        }
        assertThat(storage.stat(path("file")).size()).isEqualTo(100_000);
    }

    @Test
    void what_was_opened_for_reading_is_not_written() throws IOException {
        write("file", "x");
        try (OpenFile file = storage.openForReading(path("file"), Sharing.ALL)) {
            assertThatThrownBy(() -> file.writeFully(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(StorageException.Denied.class);
            assertThatThrownBy(() -> file.resize(0)).isInstanceOf(StorageException.Denied.class);
        }
        assertThat(read("file")).isEqualTo("x");
    }

    @Test
    void a_closed_file_says_so_and_closes_twice() throws IOException {
        write("file", "x");
        OpenFile file = storage.openForReading(path("file"), Sharing.ALL);
        file.close();
        file.close();
        assertThatThrownBy(() -> bytes(file, 0, 1)).isInstanceOf(StorageException.Failed.class);
        assertThatThrownBy(file::stat).isInstanceOf(StorageException.Failed.class);
    }
}
