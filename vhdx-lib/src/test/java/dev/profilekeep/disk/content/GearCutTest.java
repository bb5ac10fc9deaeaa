package dev.profilekeep.disk.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.testing.RandomCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GearCutTest {
    private static final ChunkSizes SIZES = new ChunkSizes(4096, 4096, 256, 1024, 4096);

    /** Ends of the chunks of {@code bytes}. */
    private static List<Integer> cuts(GearCut gear, byte[] bytes) {
        var cuts = new ArrayList<Integer>();
        int from = 0;
        for (int length = gear.next(bytes, 0, bytes.length);
                length > 0;
                length = gear.next(bytes, from, bytes.length)) {
            from += length;
            cuts.add(from);
        }
        return cuts;
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void chunks_keep_to_their_sizes() {
        RandomCases.run(200, random -> {
            byte[] bytes = random(random, 50_000);
            Arrays.fill(bytes, 10_000, 10_000 + random.nextInt(20_000), (byte) random.nextInt());
            int from = 0;
            for (int end : cuts(new GearCut(SIZES), bytes)) {
                assertThat(end - from).isBetween(256, 4096);
                from = end;
            }
            assertThat(bytes.length - from).isLessThan(4096);
        });
    }

    @Test
    void the_average_is_what_was_asked_beside_the_least() {
        byte[] bytes = random(new Random(7), 8 << 20);
        double average = (double) bytes.length / cuts(new GearCut(SIZES), bytes).size();
        // A few are cut at the most.
        assertThat(average).isBetween(1100.0, 1320.0);
    }

    @Test
    void what_is_inserted_moves_the_cuts_around_it_and_no_others() {
        RandomCases.run(100, random -> {
            byte[] bytes = random(random, 200_000);
            int at = random.nextInt(bytes.length);
            byte[] more = random(random, 1 + random.nextInt(500));
            byte[] changed = new byte[bytes.length + more.length];
            System.arraycopy(bytes, 0, changed, 0, at);
            System.arraycopy(more, 0, changed, at, more.length);
            System.arraycopy(bytes, at, changed, at + more.length, bytes.length - at);
            List<Integer> before = cuts(new GearCut(SIZES), bytes);
            List<Integer> after = cuts(new GearCut(SIZES), changed);
            assertThat(after.stream().filter(cut -> cut <= at).toList())
                    .isEqualTo(before.stream().filter(cut -> cut <= at).toList());
            // Cuts of random bytes fall together again within a few chunks.
            int settled = at + 40_000;
            assertThat(after.stream()
                            .map(cut -> cut - more.length)
                            .filter(cut -> cut > settled)
                            .toList())
                    .isEqualTo(before.stream().filter(cut -> cut > settled).toList());
        });
    }

    @Test
    void a_cut_does_not_depend_on_how_much_is_there() {
        RandomCases.run(300, random -> {
            byte[] bytes = random(random, 10_000);
            var gear = new GearCut(SIZES);
            int from = random.nextInt(2000);
            int length = gear.next(bytes, from, bytes.length);
            for (int i = 0; i < 20; i++) {
                int to = from + random.nextInt(6000);
                assertThat(gear.next(bytes, from, to)).isEqualTo(from + length <= to ? length : -1);
            }
            byte[] elsewhere = new byte[bytes.length + 13];
            System.arraycopy(bytes, 0, elsewhere, 13, bytes.length);
            assertThat(gear.next(elsewhere, from + 13, elsewhere.length)).isEqualTo(length);
        });
    }

    @Test
    void cuts_are_those_of_a_plain_reading_of_the_rule() {
        RandomCases.run(50, random -> {
            byte[] bytes = random(random, 9000);
            int length = new GearCut(SIZES).next(bytes, 0, bytes.length);
            int expected = 256;
            while (expected < 4096 && Long.numberOfLeadingZeros(sum(bytes, expected)) < 10) {
                expected++;
            }
            assertThat(length).isEqualTo(expected);
        });
    }

    /** Of the 64 bytes before {@code end}. */
    private static long sum(byte[] bytes, int end) {
        long sum = 0;
        for (int i = 0; i < 64; i++) {
            sum += gear(bytes[end - 1 - i] & 0xff) << i;
        }
        return sum;
    }

    private static long gear(int value) {
        long mixed = (value + 1) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    @Test
    void cuts_of_today_are_those_of_tomorrow() {
        byte[] bytes = random(new Random(1), 12_000);
        assertThat(cuts(new GearCut(SIZES), bytes))
                .containsExactly(1006, 2830, 3519, 3884, 6159, 8238, 8565, 8973, 10423, 11529);
    }

    @Test
    void sizes_that_make_no_sense_are_the_callers_mistake() {
        assertThatThrownBy(() -> new ChunkSizes(4096, 4096, 32, 1024, 4096))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChunkSizes(4096, 4096, 256, 1000, 4096)).hasMessageContaining("1000");
        assertThatThrownBy(() -> new ChunkSizes(4096, 4096, 256, 1024, 512))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChunkSizes(8192, 4096, 256, 1024, 4096)).hasMessageContaining("8192");
        assertThatThrownBy(() -> new ChunkSizes(5000, 8192, 256, 1024, 4096)).hasMessageContaining("small");
        assertThatThrownBy(() -> new ChunkSizes(4096, 32 << 20, 256, 1024, 4096))
                .hasMessageContaining("large");
    }
}
