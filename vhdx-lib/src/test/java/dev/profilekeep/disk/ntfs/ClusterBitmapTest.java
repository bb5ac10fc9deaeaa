package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.TrackingDevice;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ClusterBitmapTest {
    @Test
    void counts_are_those_of_a_bit_set() {
        RandomCases.run(2000, random -> {
            byte[] bytes = new byte[1 + random.nextInt(100)];
            random.nextBytes(bytes);
            int clusters = Math.max(1, bytes.length * 8 - random.nextInt(8));
            var bitmap = new ClusterBitmap(new MemoryDevice(bytes), clusters);
            BitSet model = BitSet.valueOf(bytes);
            for (int i = 0; i < 10; i++) {
                int from = random.nextInt(clusters + 1);
                int to = from + random.nextInt(clusters - from + 1);
                assertThat(bitmap.countUsed(from, to))
                        .isEqualTo(model.get(from, to).cardinality());
            }
        });
    }

    @Test
    void clusters_in_use_are_those_of_a_bit_set() {
        RandomCases.run(2000, random -> {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            for (int i = random.nextInt(4); i > 0; i--) {
                int from = random.nextInt(bytes.length);
                Arrays.fill(bytes, from, from + random.nextInt(bytes.length - from + 1), (byte) -random.nextInt(2));
            }
            int clusters = Math.max(1, bytes.length * 8 - random.nextInt(8));
            var bitmap = new ClusterBitmap(new MemoryDevice(bytes), clusters);
            BitSet model = BitSet.valueOf(bytes);
            int from = random.nextInt(clusters + 1);
            int to = from + random.nextInt(clusters - from + 1);
            var given = new BitSet();
            long[] end = {-1};
            bitmap.forEachUsed(from, to, (lcn, count) -> {
                assertThat(lcn).as("neighbours are given in one").isGreaterThan(end[0]);
                assertThat(count).isPositive();
                end[0] = lcn + count;
                given.set((int) lcn, (int) end[0]);
            });
            model.clear(0, from);
            model.clear(to, Math.max(to, model.length()));
            assertThat(given).isEqualTo(model);
        });
    }

    @Test
    void pieces_meet_without_a_gap() throws Exception {
        byte[] bytes = new byte[(3 << 20) + 5];
        Arrays.fill(bytes, (byte) 0x55);
        long clusters = bytes.length * 8L;
        var device = new TrackingDevice(new MemoryDevice(bytes));
        var bitmap = new ClusterBitmap(device, clusters);
        assertThat(bitmap.countUsed(0, clusters)).isEqualTo(clusters / 2);
        assertThat(bitmap.countUsed((8L << 20) - 3, (8L << 20) + 4)).isEqualTo(3);
        assertThat(device.reads()).isEqualTo(4);
    }

    @Test
    void a_volume_of_the_largest_size_is_counted_in_little_memory() throws Exception {
        long clusters = (1L << 32) - 1;
        var bits = Fixtures.sparse(clusters / 8 + 1);
        bits.write(clusters / 8, new byte[] {(byte) 0xc0});
        var bitmap = new ClusterBitmap(bits, clusters);
        assertThat(bitmap.countUsed(clusters - 100, clusters)).isEqualTo(1);
        assertThat(bitmap.countUsed(clusters / 2, clusters / 2 + (1L << 28))).isZero();
    }

    @Test
    void a_bitmap_too_short_for_its_volume_is_refused() {
        assertThatThrownBy(() -> new ClusterBitmap(new MemoryDevice(new byte[10]), 81))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("the volume has 81 clusters");
    }

    @Test
    void clusters_of_no_volume_are_the_callers_mistake() throws Exception {
        var bitmap = new ClusterBitmap(new MemoryDevice(new byte[10]), 80);
        for (long[] range : new long[][] {{-1, 2}, {3, 2}, {0, 81}}) {
            assertThatThrownBy(() -> bitmap.countUsed(range[0], range[1])).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
