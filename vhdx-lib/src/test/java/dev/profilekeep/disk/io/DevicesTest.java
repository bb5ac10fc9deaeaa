package dev.profilekeep.disk.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.TrackingDevice;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {
    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(BlockDevice device, long offset, int length) throws Exception {
        // Not at the start of its array: a device must not confuse position and index.
        var target = ByteBuffer.allocate(length + 6).position(3).limit(length + 3);
        device.readFully(offset, target);
        assertThat(target.hasRemaining()).isFalse();
        return Arrays.copyOfRange(target.array(), 3, length + 3);
    }

    @Test
    void an_overlay_reads_like_an_array_that_was_written_to() {
        RandomCases.run(2000, random -> {
            byte[] under = random(random, random.nextInt(300));
            byte[] model = under.clone();
            var overlay = new OverlayDevice(new MemoryDevice(under));
            for (int i = random.nextInt(12); i > 0; i--) {
                int at = random.nextInt(400);
                int length = random.nextInt(60);
                if (length > 0 && at + length > model.length) {
                    model = Arrays.copyOf(model, at + length);
                }
                if (random.nextBoolean()) {
                    byte[] bytes = random(random, length);
                    overlay.write(at, bytes);
                    System.arraycopy(bytes, 0, model, length == 0 ? 0 : at, length);
                } else {
                    overlay.writeZeros(new ByteRange(at, length));
                    Arrays.fill(model, length == 0 ? 0 : at, length == 0 ? 0 : at + length, (byte) 0);
                }
            }
            assertThat(overlay.size()).isEqualTo(model.length);
            assertThat(read(overlay, 0, model.length)).isEqualTo(model);
            int from = random.nextInt(model.length + 1);
            int to = from + random.nextInt(model.length - from + 1);
            assertThat(read(overlay, from, to - from)).isEqualTo(Arrays.copyOfRange(model, from, to));
            long end = model.length;
            assertThatThrownBy(() -> read(overlay, end, 1)).isInstanceOf(EOFException.class);
        });
    }

    @Test
    void an_overlay_never_writes_through() throws Exception {
        byte[] under = {1, 2, 3};
        var overlay = new OverlayDevice(new MemoryDevice(under));
        overlay.write(1, new byte[] {9});
        overlay.grow(5);
        assertThat(read(overlay, 0, 5)).containsExactly(1, 9, 3, 0, 0);
        assertThat(under).containsExactly(1, 2, 3);
    }

    @Test
    void reading_ahead_changes_nothing_but_the_number_of_reads() {
        RandomCases.run(500, random -> {
            byte[] bytes = random(random, 1 + random.nextInt(500));
            var tracking = new TrackingDevice(new MemoryDevice(bytes));
            var ahead = new ReadAheadDevice(tracking, 16 << random.nextInt(3), 1 + random.nextInt(4));
            for (int i = 0; i < 20; i++) {
                int from = random.nextInt(bytes.length + 1);
                int to = from + random.nextInt(bytes.length - from + 1);
                assertThat(read(ahead, from, to - from)).isEqualTo(Arrays.copyOfRange(bytes, from, to));
            }
            assertThatThrownBy(() -> read(ahead, bytes.length, 1)).isInstanceOf(EOFException.class);
        });
    }

    @Test
    void what_is_read_ahead_is_read_once() throws Exception {
        var tracking = new TrackingDevice(new MemoryDevice(new byte[1000]));
        var ahead = new ReadAheadDevice(tracking, 100, 2);
        for (int at = 0; at < 200; at += 10) {
            read(ahead, at, 10);
        }
        assertThat(tracking.reads()).isEqualTo(2);
        assertThat(tracking.bytes()).isEqualTo(200);
    }

    @Test
    void a_window_ends_where_it_says() throws Exception {
        byte[] bytes = {0, 1, 2, 3, 4, 5};
        var window = new SubDevice(new MemoryDevice(bytes), new ByteRange(2, 3));
        assertThat(window.size()).isEqualTo(3);
        assertThat(read(window, 1, 2)).containsExactly(3, 4);
        assertThatThrownBy(() -> read(window, 1, 3)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read(window, -1, 1)).isInstanceOf(EOFException.class);
    }

    @Test
    void a_file_is_read_by_position(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3, 4});
        try (FileDevice device = FileDevice.open(file)) {
            assertThat(device.size()).isEqualTo(4);
            assertThat(read(device, 2, 2)).containsExactly(3, 4);
            assertThat(read(device, 0, 1)).containsExactly(1);
            assertThatThrownBy(() -> read(device, 3, 2))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("ends at 4");
        }
    }

    @Test
    void a_range_knows_what_it_shares_with_another() {
        var range = new ByteRange(10, 10);
        assertThat(range.overlaps(new ByteRange(19, 5))).isTrue();
        assertThat(range.overlaps(new ByteRange(20, 5))).isFalse();
        assertThat(range.overlaps(new ByteRange(15, 0))).isFalse();
        assertThat(range.intersect(ByteRange.between(5, 12))).isEqualTo(new ByteRange(10, 2));
        assertThat(range.intersect(new ByteRange(30, 2)).isEmpty()).isTrue();
        assertThat(range.contains(new ByteRange(12, 8))).isTrue();
        assertThatThrownBy(() -> new ByteRange(1, Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }
}
