package dev.profilekeep.disk.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.image.EmptyDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.testing.TrackingDevice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums and differences of disks that are the same, and of disks that are not. */
class SectorWitnessTest {
    private static final int CASES = 60;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-msr.vhdx",
                "gpt-4kn.vhdx",
                "gpt-fixed.vhd",
                "mbr-dynamic.vhd",
                "mbr-fixed.vhdx",
                "all-kinds.ntfs",
                "profile-30g.vhdx"
            })
    void every_layout_of_a_clean_disk_has_one_sum_and_tells_what_the_library_tells(String image) throws Exception {
        VirtualDisk disk = Layouts.open(image, Fixtures.ownLargeImage(image));
        assertThat(Agreement.of(disk)).as("the volume is understood").isTrue();
        if (image.contains(".vhd")) {
            var file = Fixtures.ownLargeImage(image);
            Agreement.of(image, file, Layouts.sum(file));
        }
    }

    @Test
    void two_disks_of_different_content_have_different_sums() throws Exception {
        SectorSum one = Layouts.sum(Fixtures.ownImage("gpt-msr.vhdx"));
        SectorSum other = Layouts.sum(Fixtures.ownImage("mbr-dynamic.vhd"));
        assertThat(one.sectors()).isPositive();
        assertThat(one.sameAs(other)).isFalse();
        assertThat(one.sumA()).isNotEqualTo(one.sumB());
    }

    /** Sectors that are stored, of one kind. */
    private static List<Long> stored(SectorWitness witness, boolean counting) throws Exception {
        var found = new ArrayList<Long>();
        for (long sector = 0; sector < witness.virtualSize() / witness.sectorSize(); sector++) {
            if (witness.placeOf(sector) >= 0 && witness.counts(sector) == counting) {
                found.add(sector);
            }
        }
        return found;
    }

    /** Layouts in which free clusters and sectors of zeros are stored too. */
    @ParameterizedTest
    @CsvSource({
        "gpt-msr.vhdx, vhdx of 2 MiB",
        "gpt-4kn.vhdx, vhdx of 32 MiB",
        "mbr-dynamic.vhd, fixed vhd",
        "mbr-fixed.vhdx, vhd of 2048 KiB",
        "all-kinds.ntfs, fixed vhdx"
    })
    void a_bit_of_a_sector_that_counts_changes_the_sum_and_one_of_a_free_cluster_does_not(String image, String layout)
            throws Exception {
        MemoryDevice file = Layouts.inMemory(image, layout);
        SectorWitness before = SectorWitness.of(file);
        SectorSum sum = Layouts.sum(file);
        List<Long> counting = stored(before, true);
        List<Long> free = stored(before, false);
        assertThat(counting).hasSizeGreaterThan(100);
        assertThat(free).hasSizeGreaterThan(100);
        byte[] original = file.bytes().clone();
        var copy = new MemoryDevice(original);
        RandomCases.run(CASES, random -> {
            boolean counts = random.nextInt(3) > 0;
            List<Long> from = counts ? counting : free;
            long sector = from.get(random.nextInt(from.size()));
            int at = (int) before.placeOf(sector) + random.nextInt(before.sectorSize());
            file.bytes()[at] ^= (byte) (1 << random.nextInt(8));
            try {
                SectorWitness after = SectorWitness.of(file);
                SectorSum changed = after.finish(Progress.NONE);
                assertThat(changed.sameAs(sum)).as("sector %d", sector).isEqualTo(!counts);
                var difference = after.firstDifference(SectorWitness.of(copy), Progress.NONE);
                if (counts) {
                    assertThat(difference).hasValueSatisfying(words -> assertThat(words)
                            .matches("sector \\d+ \\(byte \\d+ of the disk\\) (differs|counts on one disk only)"));
                } else {
                    assertThat(difference).isEmpty();
                }
            } catch (DiskException e) {
                // It was a boot sector or a file record that leads to $Bitmap.
                assertThat(counts).isTrue();
            } finally {
                file.bytes()[at] = original[at];
            }
        });
    }

    @Test
    void the_first_difference_is_named() throws Exception {
        MemoryDevice file = Layouts.inMemory("gpt-msr.vhdx", "fixed vhdx");
        SectorWitness other = SectorWitness.of(Layouts.inMemory("gpt-msr.vhdx", "vhd of 512 KiB"));
        SectorWitness witness = SectorWitness.of(file);
        assertThat(witness.firstDifference(other, Progress.NONE)).isEmpty();
        List<Long> counting = stored(witness, true);
        for (int i : new int[] {counting.size() - 1, counting.size() - 40}) {
            long sector = counting.get(i);
            file.bytes()[(int) witness.placeOf(sector) + 511] ^= 1;
            assertThat(witness.firstDifference(other, Progress.NONE))
                    .hasValue("sector " + sector + " (byte " + sector * 512 + " of the disk) differs");
        }
        SectorWitness large = SectorWitness.of(Fixtures.ownImage("gpt-4kn.vhdx"));
        assertThat(witness.firstDifference(large, Progress.NONE))
                .hasValueSatisfying(words -> assertThat(words).contains("in sectors of 4096"));
    }

    @Test
    void a_cluster_that_becomes_free_is_a_difference_although_nothing_of_it_is() throws Exception {
        MemoryDevice file = Layouts.inMemory("all-kinds.ntfs", "fixed vhdx");
        SectorWitness before = SectorWitness.of(file);
        SectorSum sum = Layouts.sum(file);
        // Where a bit of $Bitmap lies is found by trying.
        for (long sector : stored(before, true)) {
            int at = (int) before.placeOf(sector);
            byte[] bytes = file.bytes();
            if (bytes[at] == 0 || bytes[at] == -1) {
                bytes[at] ^= 1;
                SectorSum changed;
                try {
                    changed = Layouts.sum(file);
                } catch (DiskException e) {
                    bytes[at] ^= 1;
                    continue;
                }
                if (changed.counted() != sum.counted()) {
                    assertThat(changed.sameAs(sum)).isFalse();
                    // The clusters of this volume are one sector long.
                    assertThat(Math.abs(changed.counted() - sum.counted())).isEqualTo(1);
                    assertThat(SectorWitness.of(file)
                                    .firstDifference(
                                            SectorWitness.of(Layouts.inMemory("all-kinds.ntfs", "vhdx of 1 MiB")),
                                            Progress.NONE))
                            .isPresent();
                    return;
                }
                bytes[at] ^= 1;
            }
        }
        throw new AssertionError("no bit of $Bitmap was found");
    }

    /** Reads a range into a buffer of a random kind. */
    private static void read(BlockDevice device, long from, int count, Random random) throws Exception {
        int before = random.nextInt(100);
        ByteBuffer whole = random.nextBoolean()
                ? ByteBuffer.allocateDirect(before + count + 7)
                : ByteBuffer.allocate(before + count + 50).position(3).slice();
        whole.position(before).limit(before + count);
        device.readFully(from, whole);
        assertThat(whole.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-msr.vhdx, vhdx of 1 MiB",
        "gpt-4kn.vhdx, fixed vhdx",
        "mbr-dynamic.vhd, vhd of 512 KiB",
        "mbr-fixed.vhdx, fixed vhd"
    })
    void what_others_read_is_added_once_whatever_order_they_read_in(String image, String layout) throws Exception {
        MemoryDevice file = Layouts.inMemory(image, layout);
        SectorSum sum = Layouts.sum(file);
        int size = file.bytes().length;
        RandomCases.run(CASES / 3, random -> {
            SectorWitness witness = SectorWitness.of(file);
            var watched = witness.watched(file);
            assertThat(watched.size()).isEqualTo(size);
            var failures = new ArrayList<Throwable>();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 2; i++) {
                var own = new Random(random.nextLong());
                int step = 4096 * (1 + own.nextInt(200));
                var thread = new Thread(() -> {
                    try {
                        var starts = new ArrayList<Integer>();
                        for (int at = 0; at < size; at += step) {
                            starts.add(at);
                        }
                        Collections.shuffle(starts, own);
                        for (int start : starts) {
                            read(watched, start, Math.min(step, size - start), own);
                            int from = own.nextInt(size);
                            read(watched, from, own.nextInt(Math.min(3 << 18, size - from)), own);
                        }
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            SectorSum told = witness.finish(Progress.NONE);
            assertThat(told.sameAs(sum)).as("%s, %s", told, sum).isTrue();
            assertThat(told.bytesRead()).isZero();
        });
    }

    @Test
    void what_others_read_in_part_is_read_by_the_witness() throws Exception {
        MemoryDevice file = Layouts.inMemory("gpt-msr.vhdx", "vhdx of 1 MiB");
        SectorSum sum = Layouts.sum(file);
        assertThat(sum.bytesRead()).isPositive();
        RandomCases.run(CASES / 3, random -> {
            SectorWitness witness = SectorWitness.of(file);
            var watched = witness.watched(file);
            // Half of the file at once: what is shown in small pieces may be read again with what lies around it.
            read(watched, 0, file.bytes().length / 2, random);
            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(file.bytes().length);
                read(watched, from, random.nextInt(Math.min(1 << 16, file.bytes().length - from)), random);
            }
            SectorSum told = witness.finish(Progress.NONE);
            assertThat(told.sameAs(sum)).as("%s, %s", told, sum).isTrue();
            assertThat(told.bytesRead()).isPositive().isLessThan(sum.bytesRead());
            // All is seen now.
            assertThat(witness.finish(Progress.NONE)).isEqualTo(told);
        });
    }

    @Test
    void a_witness_that_cannot_read_does_not_disturb_the_reader() throws Exception {
        MemoryDevice file = Layouts.inMemory("mbr-dynamic.vhd", "vhd of 2048 KiB");
        SectorSum sum = Layouts.sum(file);
        var broken = new BreakingDevice(file);
        SectorWitness witness = SectorWitness.of(broken);
        broken.isBroken = true;
        byte[] read = Layouts.bytes(witness.watched(file), 0, file.bytes().length);
        assertThat(Arrays.equals(read, file.bytes())).isTrue();
        assertThatThrownBy(() -> witness.finish(Progress.NONE)).hasMessage("the share is gone");
        broken.isBroken = false;
        assertThat(witness.finish(Progress.NONE).sameAs(sum)).isTrue();
    }

    @Test
    void progress_ends_at_the_total_and_may_end_the_work() throws Exception {
        MemoryDevice file = Layouts.inMemory("gpt-msr.vhdx", "vhdx of 1 MiB");
        SectorWitness witness = SectorWitness.of(file);
        long[] last = new long[2];
        witness.finish((done, total) -> {
            assertThat(done).isBetween(last[0], total);
            last[0] = done;
            last[1] = total;
            return true;
        });
        assertThat(last[0]).isPositive().isEqualTo(last[1]);
        assertThatThrownBy(() -> SectorWitness.of(file).finish((done, total) -> done < 2 << 20))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("cancelled after");
        assertThatThrownBy(() -> witness.firstDifference(witness, (done, total) -> done < 2 << 20))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void a_sector_outside_the_disk_is_a_mistake_of_the_caller() throws Exception {
        SectorWitness witness = SectorWitness.of(Fixtures.ownImage("gpt-msr.vhdx"));
        long end = witness.virtualSize() / 512;
        for (long sector : new long[] {-1, end, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> witness.counts(sector)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> witness.placeOf(sector)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(witness.counts(end - 1)).isTrue();
    }

    @Test
    void sixty_four_tebibytes_take_little_memory_and_time() throws Exception {
        var disk = new EmptyDisk(64L << 40, 512);
        SparseMemoryDevice file = Layouts.run(ConversionPlanner.toVhdx(
                disk, ConversionPlanner.envelopeOf(disk).withBlockSize(Layouts.MIB)));
        var tracking = new TrackingDevice(file);
        assertTimeout(Duration.ofSeconds(30), () -> {
            SectorWitness witness = SectorWitness.of(tracking);
            SectorSum sum = witness.finish(Progress.NONE);
            assertThat(sum).isEqualTo(new SectorSum(1L << 37, 0, 0, 0, 0));
            assertThat(witness.placeOf((1L << 37) - 1)).isEqualTo(-1);
        });
        // The block table, once.
        assertThat(tracking.bytes()).isBetween(512L << 20, 514L << 20);
    }

    @Test
    void holes_and_zeros_that_are_stored_are_the_same() throws Exception {
        var disk = new EmptyDisk(20L << 20, 512);
        for (Map.Entry<String, SparseMemoryDevice> made : Layouts.of(disk).entrySet()) {
            SectorSum sum = Layouts.sum(made.getValue());
            assertThat(sum.sameAs(new SectorSum(40960, 0, 0, 0, 99)))
                    .as(made.getKey())
                    .isTrue();
        }
    }
}
