package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ranges that the server copies between open files. What every storage does. */
abstract class StorageRangesContract extends StorageBytesContract {
    /** Copies what the ranges say, and looks at every byte of the target. */
    private void assertCopied(byte[] content, int targetSize, List<CopyRange> ranges) throws IOException {
        try (OpenFile source = storage.openForReading(path("source"), Sharing.ALL);
                OpenFile target = storage.create(path("target"), Sharing.NONE)) {
            target.resize(targetSize);
            byte[] expected = new byte[targetSize];
            long copied = target.copyFrom(source, ranges);
            assertThat(copied).isEqualTo(copiesRanges() ? CopyRange.bytes(ranges) : 0);
            if (copied > 0) {
                for (CopyRange range : ranges) {
                    System.arraycopy(
                            content, (int) range.from(), expected, (int) range.to(), Math.toIntExact(range.length()));
                }
            }
            target.flush();
            assertThat(target.size()).isEqualTo(targetSize);
            assertThat(bytes(target, 0, targetSize)).isEqualTo(expected);
        }
        storage.delete(path("target"));
    }

    @Test
    void ranges_of_any_size_are_copied_to_where_they_belong_and_nothing_else() throws IOException {
        int size = 3_000_001;
        byte[] content = random("source", size);
        assertCopied(content, size, List.of());
        assertCopied(content, size, List.of(new CopyRange(0, 0, size)));
        assertCopied(content, size + 7, List.of(new CopyRange(size - 1, 0, 1), new CopyRange(5, size + 2, 5)));
        Random random = new Random(SEED);
        for (int round = 0; round < 5; round++) {
            List<CopyRange> ranges = new ArrayList<>();
            for (int to = random.nextInt(5000); to < size - 1; to += 1 + random.nextInt(100_000)) {
                int length = 1 + random.nextInt(Math.min(size - to, 1 << random.nextInt(21)));
                ranges.add(new CopyRange(random.nextInt(size - length + 1), to, length));
                to += length;
            }
            assertCopied(content, size, ranges);
        }
    }

    @Test
    void more_ranges_and_more_bytes_than_a_server_takes_at_once_are_copied_too() throws IOException {
        int size = 20 << 20;
        byte[] content = random("source", size);
        List<CopyRange> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(new CopyRange(size - (i + 1) * 1000L, i * 1001L, 1000));
        }
        assertCopied(content, 1_001_000, many);
        assertCopied(content, size + 1, List.of(new CopyRange(0, 1, size)));
    }

    @Test
    void what_is_copied_behind_the_end_makes_a_file_longer() throws IOException {
        assumeTrue(copiesRanges(), "nothing is copied here");
        write("source", "0123456789");
        try (OpenFile source = storage.openForReading(path("source"), Sharing.ALL);
                OpenFile target = storage.create(path("target"), Sharing.NONE)) {
            assertThat(target.copyFrom(source, List.of(new CopyRange(2, 3, 4)))).isEqualTo(4);
            assertThat(target.size()).isEqualTo(7);
            assertThat(bytes(target, 0, 7)).isEqualTo(new byte[] {0, 0, 0, '2', '3', '4', '5'});
        }
    }

    @Test
    void a_source_that_ends_too_early_is_told() throws IOException {
        write("source", "0123456789");
        try (OpenFile source = storage.openForReading(path("source"), Sharing.ALL);
                OpenFile target = storage.create(path("target"), Sharing.NONE)) {
            assertThatThrownBy(() -> target.copyFrom(source, List.of(new CopyRange(0, 0, 5), new CopyRange(5, 5, 6))))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("ends at 10");
        }
    }

    @Test
    void only_open_files_are_copied_and_only_into_what_may_be_written() throws IOException {
        write("source", "0123456789");
        List<CopyRange> range = List.of(new CopyRange(0, 0, 5));
        OpenFile source = storage.openForReading(path("source"), Sharing.ALL);
        try (OpenFile alike = storage.openForReading(path("source"), Sharing.ALL)) {
            assertThatThrownBy(() -> alike.copyFrom(source, range)).isInstanceOf(StorageException.Denied.class);
        }
        try (OpenFile target = storage.create(path("target"), Sharing.NONE)) {
            source.close();
            assertThatThrownBy(() -> target.copyFrom(source, range)).isInstanceOf(StorageException.class);
        }
        OpenFile closed = storage.openForWriting(path("target"), Sharing.NONE);
        closed.close();
        try (OpenFile open = storage.openForReading(path("source"), Sharing.ALL)) {
            assertThatThrownBy(() -> closed.copyFrom(open, range)).isInstanceOf(StorageException.class);
        }
    }

    @Test
    void nothing_is_copied_from_over_another_connection() throws IOException {
        write("source", "0123456789");
        try (OpenFile source = other.openForReading(path("source"), Sharing.ALL);
                OpenFile target = storage.create(path("target"), Sharing.NONE)) {
            assertThat(target.copyFrom(source, List.of(new CopyRange(0, 0, 5)))).isZero();
            assertThat(target.size()).isZero();
        }
    }
}
