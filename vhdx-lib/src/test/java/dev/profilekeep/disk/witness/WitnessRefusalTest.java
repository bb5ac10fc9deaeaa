package dev.profilekeep.disk.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.WitnessException;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Details of containers and volumes that the witness abstains from, and some that it must not miss. */
class WitnessRefusalTest {
    private static final int KIB = 1024;
    private static final int VHD_BITMAP = 512;

    private MemoryDevice vhdx;
    private MemoryDevice vhd;
    private ByteBuffer bytes;

    @BeforeEach
    void make() throws IOException {
        vhdx = Layouts.inMemory("gpt-msr.vhdx", "vhdx of 1 MiB");
        vhd = Layouts.inMemory("mbr-dynamic.vhd", "vhd of 512 KiB");
        bytes = ByteBuffer.wrap(vhdx.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertRefused(MemoryDevice file, String words) {
        Checksums.ofContainer(file.bytes());
        assertThatThrownBy(() -> SectorWitness.of(file).finish(Progress.NONE))
                .isInstanceOf(WitnessException.class)
                .hasMessageContaining(words);
    }

    /** The current header: the one of the higher sequence number. */
    private int header() {
        return bytes.getLong(64 * KIB + 8) > bytes.getLong(128 * KIB + 8) ? 64 * KIB : 128 * KIB;
    }

    /** Where a GUID lies, given its first four bytes as a number, from {@code from} on. */
    private int find(int from, int guid) {
        int at = from;
        while (bytes.getInt(at) != guid) {
            at += 4;
        }
        return at;
    }

    /** Where the region of the first table begins whose GUID begins so. */
    private int region(int guid) {
        return (int) bytes.getLong(find(192 * KIB, guid) + 16);
    }

    private int table() {
        return region(0x2dc27766);
    }

    /** Where the value of a metadata item lies. */
    private int item(int guid) {
        int metadata = region(0x8b7ca206);
        return metadata + bytes.getInt(find(metadata, guid) + 16);
    }

    @Test
    void a_log_that_is_not_empty_is_refused_if_the_current_header_names_it() throws Exception {
        SectorSum sum = Layouts.sum(vhdx);
        int other = header() == 64 * KIB ? 128 * KIB : 64 * KIB;
        bytes.put(other + 48, (byte) 1);
        Checksums.ofContainer(vhdx.bytes());
        assertThat(Layouts.sum(vhdx)).isEqualTo(sum);
        bytes.put(header() + 48, (byte) 1);
        assertRefused(vhdx, "not replayed");
    }

    @Test
    void a_damaged_header_leaves_the_other_one() throws Exception {
        SectorSum sum = Layouts.sum(vhdx);
        bytes.put(header() + 100, (byte) 1);
        assertThat(Layouts.sum(vhdx)).isEqualTo(sum);
        bytes.put(64 * KIB + 100, (byte) 1);
        bytes.put(128 * KIB + 100, (byte) 1);
        assertThatThrownBy(() -> SectorWitness.of(vhdx)).hasMessage("the VHDX has no valid header");
    }

    @Test
    void headers_of_one_sequence_number_are_refused() {
        bytes.putLong(64 * KIB + 8, bytes.getLong(128 * KIB + 8));
        assertRefused(vhdx, "one sequence number");
    }

    @Test
    void a_damaged_region_table_leaves_the_other_one() throws Exception {
        SectorSum sum = Layouts.sum(vhdx);
        bytes.put(192 * KIB + 5000, (byte) 1);
        assertThat(Layouts.sum(vhdx)).isEqualTo(sum);
        bytes.put(256 * KIB + 5000, (byte) 1);
        assertThatThrownBy(() -> SectorWitness.of(vhdx)).hasMessage("the VHDX has no valid region table");
    }

    @Test
    void a_parent_is_refused() {
        int parameters = item(0xcaa16737);
        assertThat(bytes.getInt(parameters)).isEqualTo(1 << 20);
        bytes.putInt(parameters + 4, 2);
        assertRefused(vhdx, "the VHDX has a parent");
    }

    @Test
    void a_region_or_an_item_that_is_required_and_not_known_is_refused() throws Exception {
        MemoryDevice other = Layouts.inMemory("gpt-msr.vhdx", "vhdx of 1 MiB");
        bytes.putInt(find(192 * KIB, 0x8b7ca206), 7);
        assertRefused(vhdx, "a region that is required and not known");
        bytes = ByteBuffer.wrap(other.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(find(region(0x8b7ca206), 0xbeca12ab), 7);
        assertRefused(other, "metadata that is required and not known");
    }

    @Test
    void blocks_that_share_a_place_or_lie_outside_are_refused() {
        long first = bytes.getLong(table());
        assertThat(first & 7).isEqualTo(6);
        bytes.putLong(table() + 8, first);
        assertRefused(vhdx, "blocks 0 and 1 share a place");
        bytes.putLong(table() + 8, (long) vhdx.bytes().length | 6);
        assertRefused(vhdx, "block 1 ");
        bytes.putLong(table() + 8, 7);
        assertRefused(vhdx, "block 1 has state 7");
    }

    @Test
    void states_without_content_are_zeros_whatever_place_they_name() throws Exception {
        SectorWitness witness = SectorWitness.of(vhdx);
        long first = bytes.getLong(table());
        assertThat(first & 7).isEqualTo(6);
        assertThat(witness.placeOf(5)).isEqualTo((first >>> 20 << 20) + 5 * 512);
        for (int state = 0; state < 4; state++) {
            bytes.putLong(table(), first & ~7 | state);
            assertThat(SectorWitness.of(vhdx).placeOf(5)).isEqualTo(-1);
        }
    }

    @Test
    void a_vhd_with_a_parent_is_refused() {
        ByteBuffer.wrap(vhd.bytes()).putInt(vhd.bytes().length - 512 + 60, 4);
        assertRefused(vhd, "of type 4");
    }

    @Test
    void a_vhd_whose_checksum_is_wrong_is_refused() {
        vhd.bytes()[512 + 1000] = 1;
        assertThatThrownBy(() -> SectorWitness.of(vhd))
                .isInstanceOf(WitnessException.class)
                .hasMessage("the checksum of the VHD's dynamic header is wrong");
        vhd.bytes()[vhd.bytes().length - 1] = 1;
        assertThatThrownBy(() -> SectorWitness.of(vhd)).hasMessage("the checksum of the VHD's footer is wrong");
    }

    /** The first sector of the volume is looked for in the MBR. */
    private static int bootSector(SectorWitness witness, MemoryDevice file) throws IOException {
        ByteBuffer mbr = ByteBuffer.wrap(file.bytes(), (int) witness.placeOf(0), 512)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        return (int) witness.placeOf(mbr.getInt(446 + 8));
    }

    @Test
    void a_sector_that_the_bitmap_of_its_block_calls_not_stored_is_zeros() throws Exception {
        SectorWitness before = SectorWitness.of(vhd);
        // The last sectors of the disk count and are of no structure; something is put there.
        long sector = before.virtualSize() / 512 - 1;
        while (before.placeOf(sector) < 0 || !before.counts(sector)) {
            sector--;
        }
        int place = (int) before.placeOf(sector);
        Arrays.fill(vhd.bytes(), place, place + 512, (byte) 0);
        SectorSum expected = Layouts.sum(vhd);
        Arrays.fill(vhd.bytes(), place, place + 512, (byte) 5);
        SectorSum stored = Layouts.sum(vhd);
        assertThat(stored.sectors()).isEqualTo(expected.sectors() + 1);
        SectorWitness whole = SectorWitness.of(new MemoryDevice(vhd.bytes().clone()));
        int inBlock = (int) (sector % KIB);
        int bitmap = place - 512 * inBlock - VHD_BITMAP;
        assertThat(vhd.bytes()[bitmap + inBlock / 8] >> 7 - inBlock % 8 & 1).isEqualTo(1);
        vhd.bytes()[bitmap + inBlock / 8] ^= (byte) (0x80 >> inBlock % 8);
        SectorWitness after = SectorWitness.of(vhd);
        assertThat(after.placeOf(sector)).isEqualTo(-1);
        assertThat(after.finish(Progress.NONE).sameAs(expected)).isTrue();
        Layouts.bytes(after.watched(vhd), 0, vhd.bytes().length);
        assertThat(after.finish(Progress.NONE).sameAs(expected)).isTrue();
        assertThat(after.firstDifference(whole, Progress.NONE))
                .hasValue("sector " + sector + " (byte " + sector * 512 + " of the disk) differs");
    }

    /** A file record of the volume in {@code vhd}, of 1 KiB. */
    private ByteBuffer record(int number) throws IOException {
        SectorWitness witness = SectorWitness.of(vhd);
        ByteBuffer mbr = ByteBuffer.wrap(vhd.bytes(), (int) witness.placeOf(0), 512)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer boot = ByteBuffer.wrap(vhd.bytes(), bootSector(witness, vhd), 512)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        long sector = mbr.getInt(446 + 8) + boot.getLong(48) * boot.get(13) + 2L * number;
        int place = (int) witness.placeOf(sector);
        return ByteBuffer.wrap(vhd.bytes(), place, KIB).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where an attribute begins in a record. */
    private static int attribute(ByteBuffer record, int type) {
        int at = record.getShort(20);
        while (record.getInt(at) != type) {
            at += record.getInt(at + 4);
        }
        return at;
    }

    @Test
    void a_torn_record_of_the_bitmap_is_refused() throws Exception {
        ByteBuffer record = record(6);
        record.put(1023, (byte) (record.get(1023) + 1));
        assertRefused(vhd, "file record 6 is torn");
        record.put(1023, (byte) (record.get(1023) - 1));
        record.put(22, (byte) 0);
        assertRefused(vhd, "file record 6 is not there, or not in use");
    }

    @Test
    void a_bitmap_that_is_described_elsewhere_is_refused() throws Exception {
        ByteBuffer record = record(6);
        record.putInt(attribute(record, 0x10), 0x20);
        assertRefused(vhd, "more than one file record");
    }

    @Test
    void a_bitmap_of_another_kind_is_refused() throws Exception {
        ByteBuffer record = record(6);
        int data = attribute(record, 0x80);
        record.putShort(data + 12, (short) 0x8000);
        assertRefused(vhd, "resident, compressed, sparse");
        record.putShort(data + 12, (short) 0);
        record.putLong(data + 56, 1);
        assertRefused(vhd, "file record 6 has less data than");
        record.putLong(data + 56, record.getLong(data + 48));
        int runs = data + record.getShort(data + 32);
        record.put(runs + 1, (byte) -1);
        assertRefused(vhd, "runs of data leave the volume");
        record.putInt(data, 0x90);
        assertRefused(vhd, "file record 6 has no data");
    }

    @Test
    void a_gpt_of_which_a_byte_is_wrong_is_refused() throws Exception {
        for (int at : new int[] {512 + 40, 1024 + 5}) {
            MemoryDevice file = Layouts.inMemory("gpt-msr.vhdx", "fixed vhd");
            file.bytes()[at] ^= 4;
            assertRefused(file, "of the GPT is wrong");
        }
        MemoryDevice file = Layouts.inMemory("gpt-msr.vhdx", "fixed vhd");
        file.bytes()[512] = 0;
        assertRefused(file, "half a partition table");
        file.bytes()[512] = 'E';
        file.bytes()[450] = 7;
        assertRefused(file, "half a partition table");
    }

    @Test
    void partitions_that_overlap_are_refused() throws Exception {
        MemoryDevice file = Layouts.inMemory("mbr-dynamic.vhd", "fixed vhd");
        System.arraycopy(file.bytes(), 446, file.bytes(), 462, 16);
        assertRefused(file, "two partitions of the disk overlap");
    }

    @Test
    void logical_partitions_are_found_and_a_chain_that_goes_in_circles_is_refused() throws Exception {
        MemoryDevice file = Layouts.inMemory("mbr-dynamic.vhd", "fixed vhd");
        SectorSum before = Layouts.sum(file);
        ByteBuffer disk = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int volume = disk.getInt(446 + 8);
        int count = disk.getInt(446 + 12);
        // The volume becomes a logical one of an extended partition that begins 32 sectors before it.
        int start = volume - 32;
        disk.put(446 + 4, (byte) 0xf).putInt(446 + 8, start).putInt(446 + 12, count + 32);
        int record = start * 512;
        disk.putShort(record + 510, (short) 0xaa55);
        disk.put(record + 446 + 4, (byte) 7).putInt(record + 446 + 8, 32).putInt(record + 446 + 12, count);
        assertThat(Layouts.sum(file).counted()).isEqualTo(before.counted());
        disk.put(record + 462 + 4, (byte) 5).putInt(record + 462 + 8, 1).putInt(record + 462 + 12, 5);
        System.arraycopy(file.bytes(), record, file.bytes(), record + 512, 512);
        disk.putInt(record + 512 + 446 + 12, 0);
        assertRefused(file, "more parts than 128");
    }

    @Test
    void a_file_that_is_no_container_is_refused() {
        for (int length : new int[] {0, 1, 8, 511, 512, 100_000}) {
            assertThatThrownBy(() -> SectorWitness.of(new MemoryDevice(new byte[length])))
                    .isInstanceOf(DiskException.class);
        }
        assertThatThrownBy(() -> SectorWitness.of(new MemoryDevice("vhdxfile".getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(DiskException.class);
        assertThatThrownBy(() -> SectorWitness.of(Fixtures.ownImage("all-kinds.ntfs")))
                .hasMessage("the file is neither a VHDX nor a VHD");
    }
}
