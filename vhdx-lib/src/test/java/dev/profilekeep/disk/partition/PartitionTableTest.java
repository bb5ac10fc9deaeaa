package dev.profilekeep.disk.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.Guids;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PartitionTableTest {
    private static final UUID BASIC = UUID.fromString("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7");
    static final int SECTORS = 1000;

    static ByteBuffer disk(int sectors, int sectorSize) {
        return ByteBuffer.allocate(sectors * sectorSize).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void mbrEntry(ByteBuffer disk, int record, int index, int type, long first, long count) {
        int at = record + 446 + 16 * index;
        disk.put(at + 4, (byte) type).putInt(at + 8, (int) first).putInt(at + 12, (int) count);
        disk.putShort(record + 510, (short) 0xaa55);
    }

    static void ntfs(ByteBuffer disk, int at) {
        disk.put(at + 3, "NTFS    ".getBytes(StandardCharsets.US_ASCII)).putShort(at + 510, (short) 0xaa55);
    }

    private static void gptHeader(ByteBuffer disk, int size, long here, long other, long entries) {
        int at = (int) here * size;
        disk.put(at, "EFI PART".getBytes(StandardCharsets.US_ASCII));
        disk.putInt(at + 8, 0x10000).putInt(at + 12, 92).putLong(at + 24, here).putLong(at + 32, other);
        disk.putLong(at + 40, 34).putLong(at + 48, SECTORS - 34).putLong(at + 72, entries);
        disk.putInt(at + 80, 128).putInt(at + 84, 128);
    }

    static void gptEntry(ByteBuffer disk, int table, int index, long first, long last, String name) {
        int at = table + 128 * index;
        disk.put(at, Guids.toBytes(BASIC)).put(at + 16, Guids.toBytes(new UUID(index, 1)));
        disk.putLong(at + 32, first).putLong(at + 40, last).put(at + 56, name.getBytes(StandardCharsets.UTF_16LE));
    }

    /** A GPT with both copies: two partitions, out of order in the table. */
    static ByteBuffer gpt(int size) {
        ByteBuffer disk = disk(SECTORS, size);
        mbrEntry(disk, 0, 0, 0xee, 1, SECTORS - 1);
        int tableSectors = 128 * 128 / size;
        long backupTable = SECTORS - 1 - tableSectors;
        gptHeader(disk, size, 1, SECTORS - 1, 2);
        gptHeader(disk, size, SECTORS - 1, 1, backupTable);
        for (long table : new long[] {2, backupTable}) {
            gptEntry(disk, (int) table * size, 0, 400, 499, "später");
            gptEntry(disk, (int) table * size, 5, 100, 199, "früher");
        }
        mend(disk, size);
        return disk;
    }

    static void mend(ByteBuffer disk, int size) {
        int backupTable = SECTORS - 1 - 128 * 128 / size;
        Checksums.ofGpt(disk.array(), size, 2 * size, 128);
        Checksums.ofGpt(disk.array(), (SECTORS - 1) * size, backupTable * size, 128);
    }

    private static PartitionTable read(ByteBuffer disk, int sectorSize) throws Exception {
        return PartitionTable.read(new MemoryDevice(disk.array()), sectorSize);
    }

    private static void assertTwo(PartitionTable table, int size) {
        assertThat(table).isInstanceOf(PartitionTable.Gpt.class);
        assertThat(table.partitions())
                .containsExactly(
                        new Partition(new ByteRange(100L * size, 100L * size), BASIC.toString(), "früher"),
                        new Partition(new ByteRange(400L * size, 100L * size), BASIC.toString(), "später"));
    }

    @Test
    void a_gpt_is_read_in_the_order_of_its_partitions_for_both_sector_sizes() throws Exception {
        for (int size : new int[] {512, 4096}) {
            PartitionTable table = read(gpt(size), size);
            assertTwo(table, size);
            assertThat(table.notes()).isEmpty();
        }
    }

    @Test
    void a_gpt_written_for_the_other_sector_size_is_read_and_told() throws Exception {
        PartitionTable table = read(gpt(4096), 512);
        assertTwo(table, 4096);
        assertThat(table.notes()).singleElement().asString().contains("sectors of 4096 bytes");
        assertTwo(read(gpt(512), 4096), 512);
    }

    @Test
    void a_damaged_gpt_is_replaced_by_its_backup_and_told() throws Exception {
        for (int at : new int[] {512, 512 + 60, 1024 + 40}) {
            ByteBuffer disk = gpt(512);
            disk.put(at, (byte) (disk.get(at) + 1));
            PartitionTable table = read(disk, 512);
            assertTwo(table, 512);
            assertThat(table.notes()).singleElement().asString().contains("backup at the end is used");
        }
    }

    @Test
    void a_gpt_without_a_sound_copy_is_told_and_gives_no_partitions() throws Exception {
        ByteBuffer disk = gpt(512);
        disk.put(512 + 60, (byte) 1).put(999 * 512 + 60, (byte) 1);
        PartitionTable table = read(disk, 512);
        assertThat(table.partitions()).isEmpty();
        assertThat(table.notes()).singleElement().asString().contains("neither GPT header is sound");
    }

    @Test
    void a_protective_mbr_alone_is_told() throws Exception {
        ByteBuffer disk = disk(SECTORS, 512);
        mbrEntry(disk, 0, 0, 0xee, 1, 999);
        PartitionTable table = read(disk, 512);
        assertThat(table.partitions()).isEmpty();
        assertThat(table.notes()).singleElement().asString().contains("no backup");
    }

    @Test
    void a_hybrid_mbr_gives_way_to_the_gpt() throws Exception {
        ByteBuffer disk = gpt(512);
        mbrEntry(disk, 0, 1, 0x07, 100, 100);
        PartitionTable table = read(disk, 512);
        assertTwo(table, 512);
        assertThat(table.notes()).singleElement().asString().contains("hybrid");
    }

    @Test
    void each_copy_of_a_gpt_gives_the_entries_that_it_alone_has_sound() throws Exception {
        ByteBuffer disk = gpt(512);
        int backupTable = (SECTORS - 1) * 512 - 128 * 128;
        disk.putLong(1024 + 40, 1).putLong(backupTable + 5 * 128 + 40, 1);
        mend(disk, 512);

        PartitionTable table = read(disk, 512);

        assertTwo(table, 512);
        assertThat(table.notes()).singleElement().asString().contains("entry 0", "backup at the end is used");
    }

    @Test
    void impossible_gpt_entries_are_refused_with_the_copy_that_has_them() throws Exception {
        for (long[] ends : new long[][] {{300, 200}, {-1, 5}, {0, Long.MAX_VALUE}}) {
            ByteBuffer disk = gpt(512);
            disk.putLong(1024 + 32, ends[0]).putLong(1024 + 40, ends[1]);
            mend(disk, 512);
            assertTwo(read(disk, 512), 512);
        }
        ByteBuffer count = gpt(512);
        count.putInt(512 + 80, Integer.MAX_VALUE);
        Checksums.ofGpt(count.array(), 512, 1024, 128);
        assertTwo(read(count, 512), 512);
    }

    /** Of an entry in both copies, by an index that neither of the others has. */
    private static PartitionTable readWith(long... firstsAndLasts) throws Exception {
        ByteBuffer disk = gpt(512);
        for (int i = 0; i < firstsAndLasts.length; i += 2) {
            for (int table : new int[] {1024, (SECTORS - 33) * 512}) {
                gptEntry(disk, table, 20 + i / 2, firstsAndLasts[i], firstsAndLasts[i + 1], "x");
            }
        }
        mend(disk, 512);
        return read(disk, 512);
    }

    @Test
    void an_impossible_entry_in_both_copies_is_left_out_and_hides_no_other() throws Exception {
        for (long[] ends : new long[][] {{300, 200}, {-1, 5}, {0, Long.MAX_VALUE}, {5, -1}, {SECTORS, SECTORS + 9}}) {
            PartitionTable table = readWith(ends);
            assertTwo(table, 512);
            assertThat(table.notes()).singleElement().asString().contains("left out");
        }
    }

    @Test
    void a_partition_over_all_others_hides_none() throws Exception {
        PartitionTable table = readWith(40, 900);
        assertThat(table.partitions()).hasSize(3);
        assertThat(table.notes()).allMatch(note -> note.contains("overlaps the one before it"));
    }

    @Test
    void many_impossible_entries_are_told_in_few_notes() throws Exception {
        long[] ends = new long[40];
        Arrays.setAll(ends, i -> 500 - i);
        PartitionTable table = readWith(ends);
        assertTwo(table, 512);
        assertThat(table.notes()).hasSize(9).last().asString().startsWith("12 more entries");
    }

    @Test
    void partitions_past_the_end_and_overlapping_ones_are_told() throws Exception {
        ByteBuffer disk = gpt(512);
        disk.putLong(1024 + 32, 150).putLong(1024 + 40, 5000);
        mend(disk, 512);
        assertThat(read(disk, 512).notes())
                .anyMatch(note -> note.contains("past the end of the disk"))
                .anyMatch(note -> note.contains("overlaps the one before"));
    }

    @Test
    void an_mbr_with_a_chain_of_logical_partitions_is_read() throws Exception {
        ByteBuffer disk = disk(SECTORS, 512);
        mbrEntry(disk, 0, 0, 0x07, 10, 20);
        mbrEntry(disk, 0, 1, 0x0f, 100, 800);
        mbrEntry(disk, 100 * 512, 0, 0x07, 5, 50);
        mbrEntry(disk, 100 * 512, 1, 0x05, 200, 100);
        mbrEntry(disk, 300 * 512, 0, 0x83, 5, 60);
        PartitionTable table = read(disk, 512);
        assertThat(table).isInstanceOf(PartitionTable.Mbr.class);
        assertThat(table.partitions())
                .containsExactly(
                        new Partition(new ByteRange(10 * 512, 20 * 512), "07", ""),
                        new Partition(new ByteRange(105 * 512, 50 * 512), "07", ""),
                        new Partition(new ByteRange(305 * 512, 60 * 512), "83", ""));
        assertThat(table.notes()).isEmpty();
    }

    @Test
    void a_chain_in_a_circle_ends_and_is_told() throws Exception {
        ByteBuffer disk = disk(SECTORS, 512);
        mbrEntry(disk, 0, 0, 0x05, 100, 800);
        mbrEntry(disk, 100 * 512, 0, 0x07, 5, 50);
        mbrEntry(disk, 100 * 512, 1, 0x05, 200, 100);
        mbrEntry(disk, 300 * 512, 1, 0x05, 0, 100);
        PartitionTable table = read(disk, 512);
        assertThat(table.partitions()).hasSize(1);
        assertThat(table.notes()).singleElement().asString().contains("circle");
    }

    @Test
    void a_chain_that_leaves_the_disk_is_told() throws Exception {
        ByteBuffer disk = disk(SECTORS, 512);
        mbrEntry(disk, 0, 0, 0x05, 4_000_000_000L, 800);
        mbrEntry(disk, 0, 1, 0x07, 4_000_000_000L, 4_000_000_000L);
        PartitionTable table = read(disk, 512);
        assertThat(table.partitions()).isEmpty();
        assertThat(table.notes()).hasSize(2);
    }

    @Test
    void an_mbr_written_for_4096_byte_sectors_is_read_on_either() throws Exception {
        ByteBuffer disk = disk(100, 4096);
        mbrEntry(disk, 0, 0, 0x07, 10, 50);
        ntfs(disk, 10 * 4096);
        assertThat(read(disk, 4096).partitions())
                .containsExactly(new Partition(new ByteRange(40960, 50 * 4096), "07", ""));
        PartitionTable odd = read(disk, 512);
        assertThat(odd.partitions()).containsExactly(new Partition(new ByteRange(40960, 50 * 4096), "07", ""));
        assertThat(odd.notes()).singleElement().asString().contains("sectors of 4096 bytes");
    }

    @Test
    void a_file_system_at_the_first_sector_is_the_whole_disk() throws Exception {
        ByteBuffer disk = disk(100, 512);
        ntfs(disk, 0);
        // What looks like a table is boot code.
        disk.put(450, (byte) 7).putInt(454, 10).putInt(458, 20);
        PartitionTable table = read(disk, 512);
        assertThat(table).isInstanceOf(PartitionTable.None.class);
        assertThat(table.partitions()).containsExactly(new Partition(new ByteRange(0, 51200), "", ""));
    }

    @Test
    void nothing_at_all_has_no_partitions() throws Exception {
        for (int size : new int[] {0, 100, 512, 51200}) {
            PartitionTable table = read(ByteBuffer.allocate(size), 512);
            assertThat(table).isInstanceOf(PartitionTable.None.class);
            assertThat(table.partitions()).isEmpty();
            assertThat(table.notes()).isEmpty();
        }
    }

    @Test
    void random_bytes_in_a_table_end_in_an_answer_or_a_disk_exception() {
        byte[] original = gpt(512).array();
        RandomCases.run(3000, random -> {
            byte[] disk = original.clone();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int[] starts = {446, 512, 1024, 999 * 512, 967 * 512};
                disk[starts[random.nextInt(starts.length)] + random.nextInt(100)] = (byte) random.nextInt();
            }
            if (random.nextBoolean()) {
                mend(ByteBuffer.wrap(disk), 512);
            }
            try {
                PartitionTable.read(new MemoryDevice(disk), random.nextBoolean() ? 512 : 4096);
            } catch (DiskException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }
}
