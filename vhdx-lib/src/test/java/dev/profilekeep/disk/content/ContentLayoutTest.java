package dev.profilekeep.disk.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.io.Guids;
import dev.profilekeep.disk.ntfs.AttributeType;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentLayoutTest {
    private static final UUID SHADOW_COPIES = UUID.fromString("3808876b-c176-4e48-b7ae-04046e6cc752");

    @TempDir
    Path work;

    private static VirtualDisk open(String image) throws IOException {
        return Containers.open(Fixtures.ownLargeImage(image));
    }

    private static Told told(Surgery on) throws IOException {
        return Told.of(RawDisk.open(on.device()), Told.SMALL);
    }

    /** Everything that is not zeros is told: nothing was left out. */
    private static void allCounts(Told told) throws IOException {
        long bytes = told.layout().disk().virtualSize();
        assertThat(told.layout().countedBytes()).isEqualTo(bytes);
        assertThat(told.totals().chunkBytes() + told.totals().zeroBytes()).isEqualTo(bytes);
        assertThat(told.layout().ownerAt(bytes - 1)).isEqualTo(new Owner.Region("disk"));
    }

    private static void isRaw(Surgery on, String reason) throws IOException {
        Told told = told(on).isRaw(reason);
        allCounts(told);
    }

    @Test
    void a_dirty_volume_counts_as_a_whole() throws Exception {
        isRaw(
                new Surgery().record(3, record -> record.put(Surgery.value(record, 0x70) + 10, (byte) 1)),
                "partition 0: the volume is dirty");
        allCounts(Told.of(open("bare-dirty.vhdx")).isRaw("the volume is dirty"));
    }

    @Test
    void an_open_log_counts_as_a_whole() throws Exception {
        var on = new Surgery();
        on.bytes().put(on.contentAt(2, 0), new byte[8192]);
        isRaw(on, "the log of the file system is open or damaged");
    }

    @Test
    void shadow_copies_count_as_a_whole() throws Exception {
        var on = new Surgery();
        byte[] header = Arrays.copyOf(Guids.toBytes(SHADOW_COPIES), 128);
        header[48] = 1;
        on.bytes().put(0x1e00, header);
        isRaw(on, "the volume has shadow copies");
    }

    @Test
    void damage_counts_as_a_whole() throws Exception {
        var record = new Surgery();
        record.bytes().put(record.recordAt(record.plain(0).number()), "BAAD".getBytes(StandardCharsets.US_ASCII));
        isRaw(record, "is damaged");
        var boot = new Surgery();
        boot.bytes().put(3, new byte[8]);
        isRaw(boot, "no NTFS");
        var root = new Surgery();
        root.bytes().put(root.recordAt(5), new byte[Surgery.RECORD]);
        isRaw(root, "partition 0 cannot be understood");
        var mirrored = new Surgery();
        mirrored.bytes().put(mirrored.recordAt(1), (byte) 'X');
        isRaw(mirrored, "its mirror is used");
        var bitmap = new Surgery();
        bitmap.record(6, bytes -> bytes.putLong(Surgery.attribute(bytes, 0x80) + 48, 10)
                .putLong(Surgery.attribute(bytes, 0x80) + 56, 10));
        isRaw(bitmap, "$Bitmap");
    }

    @Test
    void unknown_disks_count_as_a_whole() throws Exception {
        allCounts(Told.of(new RawDisk(new MemoryDevice(new byte[1 << 20]), 512)).isRaw("it has no NTFS volume"));
        allCounts(Told.of(open("empty.vhdx")).isRaw("it has no NTFS volume"));
    }

    @Test
    void an_encrypted_partition_makes_the_disk_count_as_a_whole() throws Exception {
        VirtualDisk disk = gpt(image -> {
            System.arraycopy("-FVE-FS-".getBytes(StandardCharsets.US_ASCII), 0, image, 3, 8);
        });
        Told.of(disk).isRaw("partition 0 is encrypted by BitLocker");
    }

    @Test
    void a_volume_that_hides_behind_its_copy_makes_the_disk_count_as_a_whole() throws Exception {
        VirtualDisk disk = gpt(image -> Arrays.fill(image, 0, 512, (byte) 0));
        Told.of(disk).isRaw("partition 0 is an NTFS volume whose boot sector is damaged");
    }

    private interface Change {
        void in(byte[] volume);
    }

    /** The disk with a GPT and one partition, with its volume's bytes changed. */
    private static VirtualDisk gpt(Change change) throws IOException {
        VirtualDisk disk = open("gpt-fixed.vhd");
        byte[] bytes = Sectors.all(disk.disk());
        ByteRange range = Volumes.of(disk).get(0).range();
        byte[] volume = Arrays.copyOfRange(bytes, (int) range.start(), (int) range.end());
        change.in(volume);
        System.arraycopy(volume, 0, bytes, (int) range.start(), volume.length);
        return new RawDisk(new MemoryDevice(bytes), 512);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4kn.vhdx", "gpt-fixed.vhd", "gpt-msr.vhdx", "mbr-dynamic.vhd", "mbr-fixed.vhdx"})
    void every_sector_is_told_but_free_clusters(String image) throws Exception {
        VirtualDisk disk = open(image);
        Told told = Told.of(disk).isFiles();
        var covered = new BitSet();
        for (Told.Line line : told.lines()) {
            for (ByteRange piece : line.pieces()) {
                int from = (int) (piece.start() / 512);
                assertThat(covered.get(from, (int) (piece.end() / 512)).isEmpty())
                        .isTrue();
                covered.set(from, (int) (piece.end() / 512));
            }
        }
        assertThat(covered).isEqualTo(Sectors.counted(disk));
        // And each byte has an owner that says the same.
        for (int sector = 0; sector < disk.virtualSize() / 512; sector += 7) {
            assertThat(!(told.layout().ownerAt(sector * 512L) instanceof Owner.Nobody))
                    .isEqualTo(covered.get(sector));
        }
    }

    @Test
    void partitions_of_others_and_gaps_are_named() throws Exception {
        Told told = Told.of(open("gpt-msr.vhdx")).isFiles();
        var names = new ArrayList<String>();
        told.lines().forEach(line -> {
            if (line.owner() instanceof Owner.Region region && !names.contains(region.name())) {
                names.add(region.name());
            }
        });
        assertThat(names)
                .containsSubsequence(
                        "start of the disk", "partition 0 (unknown)", "end of partition 1", "end of the disk");
    }

    @Test
    void the_table_of_files_and_indexes_are_cut_small() throws Exception {
        for (Told.Line line : Told.of(open("profile-30g.vhdx")).isFiles().lines()) {
            if (line.owner() instanceof Owner.FileStream file) {
                long bytes = line.pieces().stream().mapToLong(ByteRange::length).sum();
                boolean small = file.record() == 0
                        || file.record() == 6
                        || file.type() == AttributeType.INDEX_ALLOCATION
                        || file.type() == AttributeType.BITMAP;
                assertThat(bytes).as(file.toString()).isLessThanOrEqualTo(small ? 64 << 10 : 1 << 20);
            }
        }
    }

    private static int chunks(Surgery on, long record, KnownSignatures known) throws IOException {
        ContentLayout layout =
                ContentLayout.of(RawDisk.open(on.device()), Told.SMALL, known, RecordWatch.NONE, Progress.NONE);
        var count = new int[1];
        layout.walk(new PlanSink() {
            @Override
            public void chunk(Chunk chunk) {
                count[0] += ((Owner.FileStream) chunk.owner()).record() == record ? 1 : 0;
            }

            @Override
            public void range(Owner.Region owner, ByteRange range) {}
        });
        return count[0];
    }

    @Test
    void what_is_known_of_a_file_decides_how_it_is_cut() throws Exception {
        var on = new Surgery();
        int log = 2;
        int bytes = 2 << 20;
        assertThat(chunks(on, log, KnownSignatures.NONE)).isEqualTo(bytes / 16384);
        assertThat(chunks(on, log, start -> Optional.of(Signature.HIVE))).isEqualTo(bytes / 4096);
        assertThat(chunks(on, log, start -> {
                    assertThat(start.offset()).isZero();
                    return Optional.of(Signature.ESE);
                }))
                .isEqualTo(bytes / 16384);
    }

    @Test
    void what_is_in_a_parent_is_neither_read_nor_told() throws Exception {
        Path child = Fixtures.unpack("dfvfs-fat-differential.vhdx.gz", null, work);
        try (FileDevice file = FileDevice.open(child)) {
            VirtualDisk disk = Containers.open(file);
            Told told = Told.of(disk).isRaw("difference disk");
            long[] inherited = {0};
            disk.extents(
                    new ByteRange(0, disk.virtualSize()),
                    extent -> inherited[0] += extent instanceof Extent.Inherited ? extent.length() : 0);
            assertThat(told.layout().inheritedBytes()).isEqualTo(inherited[0]).isPositive();
            assertThat(told.layout().countedBytes()).isEqualTo(disk.virtualSize() - inherited[0]);
            assertThat(told.totals().chunkBytes()).isPositive();
        }
    }

    @Test
    void a_byte_that_is_none_of_the_disk_is_the_callers_mistake() throws Exception {
        ContentLayout layout = ContentLayout.of(open("gpt-msr.vhdx"));
        assertThatThrownBy(() -> layout.ownerAt(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> layout.ownerAt(layout.disk().virtualSize()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void making_it_can_be_cancelled() {
        assertThatThrownBy(() -> ContentLayout.of(
                        open("gpt-msr.vhdx"),
                        ChunkSizes.STANDARD,
                        KnownSignatures.NONE,
                        RecordWatch.NONE,
                        (done, total) -> false))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void the_answer_lists_reasons_one_by_one() throws Exception {
        var on = new Surgery();
        on.record(3, record -> record.put(Surgery.value(record, 0x70) + 10, (byte) 1));
        on.bytes().put(on.contentAt(2, 0), new byte[8192]);
        BlockDevice device = on.device();
        List<String> reasons = ContentLayout.of(RawDisk.open(device)).rawReasons();
        assertThat(reasons).hasSize(2).allSatisfy(text -> assertThat(text).startsWith("partition 0: "));
    }
}
