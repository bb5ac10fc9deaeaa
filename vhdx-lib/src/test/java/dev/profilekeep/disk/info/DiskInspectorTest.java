package dev.profilekeep.disk.info;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.TrackingDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The facts here were taken from qemu-img, ntfsinfo and an independent reader of block tables, not from our own answers. */
class DiskInspectorTest {
    private static final int MIB = 1024 * 1024;

    private static DiskInfo inspect(String image) throws Exception {
        return DiskInspector.inspect(Fixtures.ownImage(image));
    }

    private static PartitionInfo only(DiskInfo info) {
        assertThat(info.partitions()).hasSize(1);
        return info.partitions().get(0);
    }

    @Test
    void a_dynamic_vhdx_with_gpt_says_all_it_knows() throws Exception {
        DiskInfo info = inspect("gpt-msr.vhdx");
        assertThat(info.format()).isEqualTo(DiskFormat.VHDX);
        assertThat(info.subformat()).isEqualTo(Subformat.DYNAMIC);
        assertThat(info.virtualSizeBytes()).isEqualTo(64L * MIB);
        assertThat(info.fileSizeBytes()).isEqualTo(30L * MIB);
        assertThat(info.blockSizeBytes()).isEqualTo(MIB);
        assertThat(info.logicalSectorBytes()).isEqualTo(512);
        assertThat(info.physicalSectorBytes()).isEqualTo(512);
        assertThat(info.allocatedBlocks()).isEqualTo(22);
        assertThat(info.log()).isEqualTo(LogState.EMPTY);
        assertThat(info.dataWriteGuid()).isNotNull();
        assertThat(info.fileWriteGuid()).isNotNull();
        assertThat(info.virtualDiskId()).isNotNull();
        assertThat(info.parent()).isNull();
        assertThat(info.reclaimableBytes()).isEqualTo(2946L * 4096);
        assertThat(info.notes()).isEmpty();
        assertThat(info.partitions())
                .extracting(
                        PartitionInfo::index,
                        PartitionInfo::scheme,
                        PartitionInfo::startBytes,
                        PartitionInfo::sizeBytes,
                        PartitionInfo::filesystem,
                        PartitionInfo::label)
                .containsExactly(
                        tuple(0, PartitionScheme.GPT, 34L * 512, 16L * MIB - 34 * 512, "unknown", null),
                        tuple(1, PartitionScheme.GPT, 17L * MIB, 46L * MIB, "NTFS", "Größe 利用"));
        PartitionInfo volume = info.partitions().get(1);
        assertThat(volume.ntfsVersion()).isEqualTo("3.1");
        assertThat(volume.clusterBytes()).isEqualTo(4096);
        assertThat(volume.freeBytes()).isEqualTo(9602L * 4096);
        assertThat(volume.usedBytes()).isEqualTo((11775L - 9602) * 4096);
        assertThat(volume.dirty()).isFalse();
        assertThat(volume.problem()).isNull();
    }

    @Test
    void the_map_of_blocks_adds_up_to_the_totals() throws Exception {
        DiskInfo info = inspect("gpt-msr.vhdx");
        assertThat(info.blocks().blockBytes()).isEqualTo(MIB);
        assertThat(info.blocks().count()).isEqualTo(64);
        int stored = 0;
        int free = 0;
        for (int i = 0; i < info.blocks().count(); i++) {
            int value = info.blocks().at(i);
            stored += value == BlockUse.UNKNOWN || value >= BlockUse.STORED ? 1 : 0;
            free += value == BlockUse.STORED ? 1 : 0;
        }
        assertThat(stored).isEqualTo((int) info.allocatedBlocks());
        assertThat(free).isEqualTo((int) info.wholeFreeBlocks()).isEqualTo(7);
        // The first block holds the partition table and a partition that nobody can read.
        assertThat(info.blocks().at(0)).isEqualTo(BlockUse.UNKNOWN);
        assertThat(info.blocks().at(1)).isEqualTo(BlockUse.ZERO);
    }

    @Test
    void a_volume_at_sector_63_of_a_fixed_disk_is_read() throws Exception {
        DiskInfo info = inspect("mbr-fixed.vhdx");
        assertThat(info.subformat()).isEqualTo(Subformat.FIXED);
        PartitionInfo volume = only(info);
        assertThat(volume.scheme()).isEqualTo(PartitionScheme.MBR);
        assertThat(volume.startBytes()).isEqualTo(63L * 512);
        assertThat(volume.label()).isEqualTo("Unaligned");
        assertThat(volume.freeBytes()).isEqualTo(1154L * 4096);
        assertThat(info.allocatedBlocks()).isEqualTo(8);
        assertThat(info.wholeFreeBlocks()).isEqualTo(1);
        // The independent reader finds 894 that lie in one stored block; four more lie half in one and half in the
        // next.
        assertThat(info.reclaimableBytes()).isEqualTo((894L + 4) * 4096);
    }

    @Test
    void a_disk_of_4096_byte_sectors_is_read() throws Exception {
        DiskInfo info = inspect("gpt-4kn.vhdx");
        assertThat(info.logicalSectorBytes()).isEqualTo(4096);
        assertThat(info.physicalSectorBytes()).isEqualTo(4096);
        assertThat(only(info).startBytes()).isEqualTo(MIB);
        assertThat(only(info).label()).isEqualTo("FourK");
        assertThat(info.notes()).isEmpty();
    }

    @Test
    void a_disk_without_a_table_is_one_partition_and_tells_that_it_is_dirty() throws Exception {
        DiskInfo info = inspect("bare-dirty.vhdx");
        PartitionInfo volume = only(info);
        assertThat(volume.scheme()).isEqualTo(PartitionScheme.NONE);
        assertThat(volume.startBytes()).isZero();
        assertThat(volume.dirty()).isTrue();
        assertThat(volume.clusterBytes()).isEqualTo(65536);
    }

    @Test
    void a_dynamic_vhd_says_what_a_vhdx_says_without_write_guids() throws Exception {
        DiskInfo info = inspect("mbr-dynamic.vhd");
        assertThat(info.format()).isEqualTo(DiskFormat.VHD);
        assertThat(info.subformat()).isEqualTo(Subformat.DYNAMIC);
        assertThat(info.virtualSizeBytes()).isEqualTo(40L * MIB);
        assertThat(info.blockSizeBytes()).isEqualTo(2L * MIB);
        assertThat(info.allocatedBlocks()).isEqualTo(11);
        assertThat(info.wholeFreeBlocks()).isEqualTo(3);
        assertThat(info.reclaimableBytes()).isEqualTo(29734L * 512);
        assertThat(info.dataWriteGuid()).isNull();
        assertThat(info.fileWriteGuid()).isNull();
        assertThat(info.virtualDiskId()).isNotNull();
        assertThat(only(info).clusterBytes()).isEqualTo(512);
        assertThat(only(info).label()).isEqualTo("Klein");
    }

    @Test
    void a_fixed_vhd_has_no_blocks_but_a_map() throws Exception {
        DiskInfo info = inspect("gpt-fixed.vhd");
        assertThat(info.subformat()).isEqualTo(Subformat.FIXED);
        assertThat(info.blockSizeBytes()).isZero();
        assertThat(info.allocatedBlocks()).isZero();
        assertThat(info.wholeFreeBlocks()).isZero();
        assertThat(info.blocks().count()).isEqualTo(5);
        assertThat(only(info).label()).isNull();
        // All of a fixed disk is stored, so all that is free could be given back.
        assertThat(info.reclaimableBytes()).isEqualTo(only(info).freeBytes());
    }

    @Test
    void an_empty_disk_of_30_gb_has_nothing_in_it() throws Exception {
        DiskInfo info = inspect("empty.vhdx");
        assertThat(info.virtualSizeBytes()).isEqualTo(30000L * MIB);
        assertThat(info.partitions()).isEmpty();
        assertThat(info.allocatedBlocks()).isZero();
        assertThat(info.blocks().count()).isEqualTo(938);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-msr.vhdx",
                "mbr-fixed.vhdx",
                "gpt-4kn.vhdx",
                "bare-dirty.vhdx",
                "mbr-dynamic.vhd",
                "gpt-fixed.vhd",
                "empty.vhdx"
            })
    void looking_takes_few_reads_and_a_stamp_takes_less_than_64_kib(String image) throws Exception {
        var looked = new TrackingDevice(Fixtures.ownImage(image));
        DiskInspector.inspect(looked);
        assertThat(looked.reads()).isLessThan(15);
        assertThat(looked.bytes()).isLessThan(2L * MIB);

        var stamped = new TrackingDevice(Fixtures.ownImage(image));
        String stamp = DiskInspector.stamp(stamped);
        assertThat(stamp).matches("[0-9a-f]{64}");
        assertThat(stamped.reads()).isLessThan(15);
        assertThat(stamped.bytes()).isLessThan(64L * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile-30g.vhdx", "profile-30g.vhd"})
    void an_ordinary_container_of_30_gb_takes_some_ten_reads(String image) throws Exception {
        var looked = new TrackingDevice(Fixtures.ownLargeImage(image));
        DiskInfo info = DiskInspector.inspect(looked);
        assertThat(only(info).label()).isEqualTo("Profile-big");
        assertThat(only(info).usedBytes() + only(info).freeBytes()).isEqualTo(29998L * MIB - 4096);
        assertThat(looked.reads()).isLessThan(15);
        assertThat(looked.bytes()).isLessThan(3L * MIB);
        var stamped = new TrackingDevice(Fixtures.ownLargeImage(image));
        DiskInspector.stamp(stamped);
        assertThat(stamped.bytes()).isLessThan(64L * 1024);
    }

    @Test
    void a_stamp_changes_with_either_header() throws Exception {
        MemoryDevice image = Fixtures.ownImage("gpt-msr.vhdx");
        String before = DiskInspector.stamp(image);
        assertThat(DiskInspector.stamp(image)).isEqualTo(before);
        for (int header : new int[] {64 * 1024, 128 * 1024}) {
            image.bytes()[header + 20] ^= 1;
            assertThat(DiskInspector.stamp(image)).isNotEqualTo(before);
            image.bytes()[header + 20] ^= 1;
        }
        image.bytes()[20 * MIB] ^= 1;
        assertThat(DiskInspector.stamp(image)).isEqualTo(before);
    }

    @Test
    void a_stamp_of_a_vhd_changes_with_the_log_of_its_volume() throws Exception {
        MemoryDevice image = Fixtures.ownImage("mbr-dynamic.vhd");
        String before = DiskInspector.stamp(image);
        // The log of a volume that ntfs-3g unmounted is full of ones, like nothing else of 4 KiB in this image.
        int log = 0;
        while (!allOnes(image.bytes(), log)) {
            log += 512;
        }
        image.bytes()[log + 8] = 0;
        assertThat(DiskInspector.stamp(image)).isNotEqualTo(before);
    }

    private static boolean allOnes(byte[] bytes, int at) {
        for (int i = at; i < at + 4096; i++) {
            if (bytes[i] != -1) {
                return false;
            }
        }
        return true;
    }

    @Test
    void a_file_that_was_cut_short_is_named_as_that() {
        byte[] whole = Fixtures.ownImage("gpt-msr.vhdx").bytes();
        var cut = new MemoryDevice(Arrays.copyOf(whole, whole.length - 3 * MIB));
        assertThatThrownBy(() -> DiskInspector.inspect(cut))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("cut short");
    }

    @Test
    void what_is_no_container_is_refused_by_name() {
        for (int size : new int[] {0, 1, 7, 8, 511, 512, 100_000}) {
            assertThatThrownBy(() -> DiskInspector.inspect(new MemoryDevice(new byte[size])))
                    .as("%s bytes", size)
                    .isInstanceOf(UnsupportedDiskException.class)
                    .hasMessageContaining("neither VHDX nor VHD");
            assertThatThrownBy(() -> DiskInspector.stamp(new MemoryDevice(new byte[size])))
                    .isInstanceOf(UnsupportedDiskException.class);
        }
    }

    @Test
    void what_a_container_says_of_its_data_is_told_alone_too() throws Exception {
        assertThat(DiskInspector.dataWriteGuid(Fixtures.ownImage("gpt-msr.vhdx")))
                .contains(inspect("gpt-msr.vhdx").dataWriteGuid());
        assertThat(DiskInspector.dataWriteGuid(Fixtures.ownImage("gpt-fixed.vhd")))
                .isEmpty();
        assertThatThrownBy(() -> DiskInspector.dataWriteGuid(new MemoryDevice(new byte[4096])))
                .isInstanceOf(UnsupportedDiskException.class);
    }

    @Test
    void a_hive_whose_last_write_was_cut_off_is_not_sound() throws Exception {
        ByteBuffer hive = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
        hive.put("regf".getBytes(US_ASCII))
                .putInt(4, 7)
                .putInt(8, 7)
                .putInt(20, 1)
                .putInt(40, 4096);
        assertThat(isSound(hive)).isTrue();
        assertThat(isSound(hive.putInt(8, 6))).isFalse();
        assertThat(isSound(hive.putInt(8, 7).putInt(40, 8192))).isFalse();
        assertThatThrownBy(() -> DiskInspector.isSoundHive(new MemoryDevice(new byte[4096])))
                .isInstanceOf(CorruptDiskException.class);
    }

    private static boolean isSound(ByteBuffer hive) throws Exception {
        int sum = 0;
        for (int at = 0; at < 508; at += 4) {
            sum ^= hive.getInt(at);
        }
        return DiskInspector.isSoundHive(new MemoryDevice(hive.putInt(508, sum).array()));
    }
}
