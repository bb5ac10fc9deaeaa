package dev.profilekeep.disk.vhdx;

import static dev.profilekeep.disk.vhdx.VhdxBuilder.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.TrackingDevice;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VhdxFileTest {
    private static final UUID STRANGER = UUID.fromString("99999999-0000-0000-0000-000000000001");
    private static final int HEADER_1 = 64 * 1024;
    private static final int HEADER_2 = 128 * 1024;
    private static final int REGIONS_1 = 192 * 1024;
    private static final int REGIONS_2 = 256 * 1024;

    private static void refused(VhdxBuilder builder, Class<? extends DiskException> kind, String... words) {
        assertThatThrownBy(() -> VhdxFile.open(builder.build()))
                .isInstanceOf(kind)
                .hasMessageContainingAll(words);
    }

    private static void corrupt(VhdxBuilder builder, String... words) {
        refused(builder, CorruptDiskException.class, words);
    }

    private static List<Extent> extents(VhdxFile file, long start, long length) throws Exception {
        var extents = new ArrayList<Extent>();
        file.extents(new ByteRange(start, length), extents::add);
        return extents;
    }

    private static byte[] read(VhdxFile file, long offset, int length) throws Exception {
        var target = ByteBuffer.allocate(length);
        file.disk().readFully(offset, target);
        return target.array();
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    // --- headers

    @Test
    void the_header_with_the_greater_sequence_number_is_current() throws Exception {
        assertThat(VhdxFile.open(new VhdxBuilder().build()).info().dataWriteGuid())
                .isEqualTo(new UUID(2, 8));
        var swapped = new VhdxBuilder().change(bytes -> bytes.putLong(HEADER_1 + 8, 9));
        VhdxFile file = VhdxFile.open(swapped.build());
        assertThat(file.info().dataWriteGuid()).isEqualTo(new UUID(2, 7));
        assertThat(file.notes()).isEmpty();
    }

    @Test
    void sequence_numbers_are_unsigned() throws Exception {
        var huge = new VhdxBuilder().change(bytes -> bytes.putLong(HEADER_1 + 8, -1));
        assertThat(VhdxFile.open(huge.build()).info().dataWriteGuid()).isEqualTo(new UUID(2, 7));
    }

    @Test
    void a_damaged_header_is_replaced_by_the_other_and_told() throws Exception {
        BlockDevice device =
                new VhdxBuilder().write(HEADER_2 + 20, new byte[] {77}).build();
        VhdxFile file = VhdxFile.open(device);
        assertThat(file.info().dataWriteGuid()).isEqualTo(new UUID(2, 7));
        assertThat(file.notes()).singleElement().asString().contains("second header", "checksum");
    }

    @Test
    void two_damaged_headers_are_refused_with_both_reasons() {
        corrupt(
                new VhdxBuilder().write(HEADER_1, new byte[] {'x'}).write(HEADER_2 + 20, new byte[] {77}),
                "signature is not \"head\"",
                "checksum is 0x");
    }

    @Test
    void equal_sequence_numbers_are_allowed_only_for_equal_headers() throws Exception {
        corrupt(new VhdxBuilder().change(bytes -> bytes.putLong(HEADER_1 + 8, 8)), "sequence number 8", "differ");
        var identical = new VhdxBuilder().change(bytes -> bytes.put(HEADER_1, bytes, HEADER_2, 4096));
        assertThat(VhdxFile.open(identical.build()).info().dataWriteGuid()).isEqualTo(new UUID(2, 8));
    }

    @Test
    void another_version_is_unsupported() {
        refused(
                new VhdxBuilder().change(bytes -> bytes.putShort(HEADER_2 + 66, (short) 2)),
                UnsupportedDiskException.class,
                "VHDX version 2");
    }

    @Test
    void an_unknown_log_version_matters_only_if_there_is_a_log() throws Exception {
        VhdxFile.open(new VhdxBuilder()
                .change(bytes -> bytes.putShort(HEADER_2 + 64, (short) 1))
                .build());
        var withLog = new VhdxBuilder().change(bytes -> bytes.putShort(HEADER_2 + 64, (short) 1));
        withLog.logGuid = VhdxBuilder.LOG_GUID;
        refused(withLog, UnsupportedDiskException.class, "log version 1");
    }

    // --- regions

    @Test
    void a_damaged_region_table_is_replaced_by_the_other_and_told() throws Exception {
        VhdxFile first = VhdxFile.open(
                new VhdxBuilder().write(REGIONS_1 + 40, new byte[] {77}).build());
        assertThat(first.notes()).singleElement().asString().contains("first region table", "checksum");
        VhdxFile second = VhdxFile.open(
                new VhdxBuilder().write(REGIONS_2 + 40, new byte[] {77}).build());
        assertThat(second.notes()).singleElement().asString().contains("second region table", "checksum");
    }

    @Test
    void two_damaged_region_tables_are_refused_with_both_reasons() {
        corrupt(
                new VhdxBuilder().write(REGIONS_1, new byte[] {'x'}).write(REGIONS_2 + 40, new byte[] {77}),
                "signature is not \"regi\"",
                "checksum is 0x");
    }

    @Test
    void an_unknown_region_is_refused_only_if_it_is_required() throws Exception {
        var required = new VhdxBuilder();
        required.regions.add(new VhdxBuilder.Entry(STRANGER, 4L * MIB, MIB, 1));
        refused(required, UnsupportedDiskException.class, STRANGER.toString());
        var optional = new VhdxBuilder();
        optional.regions.add(new VhdxBuilder.Entry(STRANGER, 4L * MIB, MIB, 0));
        VhdxFile.open(optional.build());
    }

    @ParameterizedTest
    @CsvSource({
        "3145729, 1048576, not a positive multiple of 1 MiB: 3145729",
        "0, 1048576, not a positive multiple of 1 MiB: 0",
        "4194304, 1000, length is not a positive multiple",
        "4194304, 0, length is not a positive multiple",
        "-1048576, 1048576, beyond every sensible size",
        "8388608, 1048576, past the end of the file",
        "1048576, 1048576, overlaps the log",
        "2097152, 1048576, two regions overlap"
    })
    void a_region_at_a_wrong_place_is_refused(long offset, long length, String words) {
        var builder = new VhdxBuilder();
        builder.regions.add(new VhdxBuilder.Entry(STRANGER, offset, length, 0));
        corrupt(builder, words);
    }

    @Test
    void a_region_named_twice_a_missing_one_and_too_many_are_refused() {
        var twice = new VhdxBuilder();
        twice.regions.add(new VhdxBuilder.Entry(STRANGER, 4L * MIB, MIB, 0));
        twice.regions.add(new VhdxBuilder.Entry(STRANGER, 5L * MIB, MIB, 0));
        corrupt(twice, "named twice");
        corrupt(
                new VhdxBuilder().change(bytes -> {
                    bytes.putInt(REGIONS_1 + 8, 1);
                    bytes.putInt(REGIONS_2 + 8, 1);
                }),
                "there is no metadata region");
        corrupt(
                new VhdxBuilder().change(bytes -> {
                    bytes.putInt(REGIONS_1 + 8, 2048);
                    bytes.putInt(REGIONS_2 + 8, -1);
                }),
                "entry count is above 2047: 2048",
                "4294967295");
    }

    // --- metadata

    @Test
    void an_unknown_metadata_item_is_refused_only_if_it_is_required() throws Exception {
        for (int flags : new int[] {4, 5}) {
            var required = new VhdxBuilder();
            required.moreItems.add(new VhdxBuilder.Entry(STRANGER, 0, 0, flags));
            refused(required, UnsupportedDiskException.class, STRANGER.toString());
        }
        var optional = new VhdxBuilder();
        optional.moreItems.add(new VhdxBuilder.Entry(STRANGER, 0, 0, 1));
        optional.moreItems.add(new VhdxBuilder.Entry(STRANGER, 0, 0, 2));
        VhdxFile.open(optional.build());
    }

    @ParameterizedTest
    @CsvSource({
        "65535, 16, lies outside its region",
        "1048570, 16, lies outside its region",
        "66000, 1048577, longer than 1 MiB",
        "65540, 2, overlap"
    })
    void a_metadata_item_at_a_wrong_place_is_refused(long offset, long length, String words) {
        var builder = new VhdxBuilder();
        builder.moreItems.add(new VhdxBuilder.Entry(STRANGER, offset, length, 0));
        corrupt(builder, words);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512 * 1024, 3 * 1024 * 1024, 512 * 1024 * 1024, Integer.MIN_VALUE})
    void a_block_size_that_is_no_power_of_two_from_1_to_256_mib_is_refused(int size) {
        var builder = new VhdxBuilder();
        builder.blockSize = size;
        corrupt(builder, "block size is not a power of two");
    }

    @Test
    void wrong_sizes_of_sector_and_disk_are_refused() {
        var sector = new VhdxBuilder();
        sector.logicalSector = 1024;
        corrupt(sector, "logical sector size is neither 512 nor 4096: 1024");
        for (long size : new long[] {0, 513, (64L << 40) + 512, -512}) {
            var disk = new VhdxBuilder();
            disk.virtualSize = size;
            corrupt(disk, "virtual disk size");
        }
    }

    @Test
    void a_missing_item_is_named() {
        corrupt(
                new VhdxBuilder().change(bytes -> bytes.putShort(VhdxBuilder.METADATA + 10, (short) 4)),
                "there is no item \"physical sector size\"");
    }

    // --- block table

    @Test
    void every_block_state_is_read_as_the_specification_says() throws Exception {
        var builder = new VhdxBuilder();
        builder.fileSize = 10L * MIB;
        builder.entry(1, 1, 0).entry(2, 2, 5).entry(3, 3, 0).entry(5, 5, 0).entry(6, 6, 8);
        builder.write(8L * MIB, filled(MIB, 0xab));
        VhdxFile file = VhdxFile.open(builder.build());
        assertThat(file.blockState(0)).isEqualTo(BlockState.NOT_PRESENT);
        assertThat(file.blockState(1)).isEqualTo(BlockState.UNDEFINED);
        assertThat(file.blockState(2)).isEqualTo(BlockState.ZERO);
        assertThat(file.blockState(3)).isEqualTo(BlockState.UNMAPPED);
        assertThat(file.blockState(5)).as("of the draft").isEqualTo(BlockState.UNMAPPED);
        assertThat(file.blockState(6)).isEqualTo(BlockState.FULLY_PRESENT);
        assertThat(extents(file, 0, 8L * MIB))
                .containsExactly(
                        new Extent.Unmapped(0, 2L * MIB),
                        new Extent.Zero(2L * MIB, MIB),
                        new Extent.Unmapped(3L * MIB, 3L * MIB),
                        new Extent.Stored(6L * MIB, MIB, 8L * MIB),
                        new Extent.Unmapped(7L * MIB, MIB));
        assertThat(read(file, 6L * MIB - 2, 4)).containsExactly(0, 0, 0xab, 0xab);
        assertThat(read(file, 7L * MIB - 2, 4)).containsExactly(0xab, 0xab, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0, block state 4 is reserved",
        "7, 5, no parent",
        "6, 0, in the header section",
        "6, 1, overlaps the log",
        "6, 2, overlaps the log or a region",
        "6, 3, overlaps the log or a region",
        "6, 8, cut short",
        "6, 17592186044415, beyond every sensible size"
    })
    void a_wrong_entry_is_refused_when_it_is_used(int state, long offsetMib, String words) throws Exception {
        VhdxFile file =
                VhdxFile.open(new VhdxBuilder().entry(9, state, offsetMib).build());
        assertThat(file.blockState(8)).isEqualTo(BlockState.NOT_PRESENT);
        assertThatThrownBy(() -> file.blockState(9))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining(words);
        assertThatThrownBy(() -> read(file, 9L * MIB, 1)).isInstanceOf(CorruptDiskException.class);
    }

    @Test
    void the_last_block_may_end_with_the_disk() throws Exception {
        var builder = new VhdxBuilder().entry(0, 6, 7);
        builder.blockSize = 4 * MIB;
        builder.virtualSize = MIB;
        VhdxFile file = VhdxFile.open(builder.build());
        assertThat(file.blockCount()).isEqualTo(1);
        assertThat(extents(file, 0, MIB)).containsExactly(new Extent.Stored(0, MIB, 7L * MIB));
        assertThatThrownBy(() -> read(file, MIB - 1, 2)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> extents(file, 0, MIB + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_table_too_small_for_the_disk_is_refused() {
        var builder = new VhdxBuilder();
        builder.virtualSize = 256L << 30;
        corrupt(builder, "block allocation table", "the disk needs");
    }

    @Test
    void a_disk_of_64_tib_is_opened_with_few_reads() throws Exception {
        var builder = new VhdxBuilder();
        builder.virtualSize = 64L << 40;
        builder.blockSize = 256 * MIB;
        builder.tableLength = 3L * MIB;
        builder.fileSize = 1024L * MIB;
        long last = (64L << 40) / (256L * MIB) - 1;
        long ratio = (1L << 23) * 512 / (256L * MIB);
        builder.entry(last + last / ratio, 6, 512);
        var device = new TrackingDevice(builder.build());
        VhdxFile file = VhdxFile.open(device);
        assertThat(file.blockState(last)).isEqualTo(BlockState.FULLY_PRESENT);
        assertThat(device.reads()).isLessThan(5);
        assertThat(extents(file, (64L << 40) - MIB, MIB))
                .containsExactly(new Extent.Stored((64L << 40) - MIB, MIB, (512L + 255) * MIB));
    }

    @Test
    void table_indices_interleave_blocks_and_bitmaps() {
        RandomCases.run(300, random -> {
            long ratio = 1L << (4 + random.nextInt(8));
            int chunks = 1 + random.nextInt(4);
            // The table as the specification draws it: the blocks of a chunk, then its bitmap.
            long index = 0;
            for (int chunk = 0; chunk < chunks; chunk++) {
                for (long i = 0; i < ratio; i++) {
                    assertThat(BlockTable.payloadIndex(chunk * ratio + i, ratio))
                            .isEqualTo(index++);
                }
                assertThat(BlockTable.bitmapIndex(chunk, ratio)).isEqualTo(index++);
            }
        });
    }

    // --- differencing

    private static VhdxBuilder child() {
        var builder = new VhdxBuilder();
        builder.parameterFlags = 2;
        builder.fileSize = 12L * MIB;
        builder.parent.put("parent_linkage", "{83ed0ec3-24c8-49a6-a959-5e4bf1288bfb}");
        builder.parent.put("absolute_win32_path", "\\\\?\\d:\\parent.vhdx");
        builder.parent.put("relative_path", ".\\parent.vhdx");
        return builder;
    }

    @Test
    void a_differencing_disk_names_its_parent_and_reads_what_it_has() throws Exception {
        // Blocks of 1 MiB have 2048 sectors: 256 bytes of bitmap each. Block 1 has its sectors 3 and 4.
        VhdxFile file = VhdxFile.open(child().entry(0, 6, 8)
                .entry(1, 7, 9)
                .entry(2, 3, 0)
                .entry(4096, 6, 10)
                .write(8L * MIB, filled(MIB, 1))
                .write(9L * MIB, filled(MIB, 2))
                .write(10L * MIB + 256, new byte[] {0b0001_1000})
                .build());
        assertThat(file.hasParent()).isTrue();
        assertThat(file.parentName()).isEqualTo(".\\parent.vhdx");
        assertThat(extents(file, 0, 4L * MIB))
                .containsExactly(
                        new Extent.Stored(0, MIB, 8L * MIB),
                        new Extent.Inherited(MIB, 3 * 512),
                        new Extent.Stored(MIB + 3 * 512, 1024, 9L * MIB + 3 * 512),
                        new Extent.Inherited(MIB + 5 * 512, MIB - 5 * 512),
                        new Extent.Unmapped(2L * MIB, MIB),
                        new Extent.Inherited(3L * MIB, MIB));
        assertThat(extents(file, MIB + 3 * 512 + 100, 600))
                .containsExactly(new Extent.Stored(MIB + 3 * 512 + 100, 600, 9L * MIB + 3 * 512 + 100));
        assertThat(read(file, MIB - 2, 2)).containsExactly(1, 1);
        assertThat(read(file, MIB + 3 * 512, 1024)).containsOnly(2);
        assertThatThrownBy(() -> read(file, MIB - 2, 4))
                .isInstanceOf(UnsupportedDiskException.class)
                .hasMessageContaining("parent");
    }

    @Test
    void a_partial_block_without_its_bitmap_is_refused() throws Exception {
        VhdxFile none = VhdxFile.open(child().entry(1, 7, 9).build());
        assertThatThrownBy(() -> extents(none, MIB, 1)).hasMessageContaining("has no sector bitmap");
        VhdxFile wrong = VhdxFile.open(child().entry(1, 7, 9).entry(4096, 3, 10).build());
        assertThatThrownBy(() -> extents(wrong, MIB, 1)).hasMessageContaining("sector bitmap state 3 is reserved");
        VhdxFile outside =
                VhdxFile.open(child().entry(1, 7, 9).entry(4096, 6, 12).build());
        assertThatThrownBy(() -> extents(outside, MIB, 1)).hasMessageContaining("cut short");
    }

    @Test
    void a_parent_of_an_unknown_kind_and_a_missing_locator_are_refused() {
        var none = new VhdxBuilder();
        none.parameterFlags = 2;
        corrupt(none, "there is no item \"parent locator\"");
        refused(
                child().change(bytes -> bytes.put(VhdxBuilder.METADATA + 64 * 1024 + 40, (byte) 1)),
                UnsupportedDiskException.class,
                "unknown kind");
        corrupt(
                child().change(bytes -> bytes.putShort(VhdxBuilder.METADATA + 64 * 1024 + 40 + 18, (short) 65)),
                "more than 64 entries");
        corrupt(
                child().change(bytes -> bytes.putInt(VhdxBuilder.METADATA + 64 * 1024 + 40 + 20, 1 << 30)),
                "parent locator");
    }

    @Test
    void a_fixed_disk_says_so_and_the_creator_is_named() throws Exception {
        var builder = new VhdxBuilder();
        builder.parameterFlags = 1;
        VhdxFile file = VhdxFile.open(builder.build());
        assertThat(file.info().fixed()).isTrue();
        assertThat(file.info().creator()).isEqualTo("Test");
        assertThat(file.info().virtualDiskId()).isEqualTo(new UUID(3, 3));
        assertThat(file.physicalSectorSize()).isEqualTo(4096);
    }

    @Test
    void a_file_that_is_no_vhdx_or_too_short_is_refused() {
        refused(
                new VhdxBuilder().change(bytes -> bytes.put(0, "conectix".getBytes(StandardCharsets.US_ASCII))),
                UnsupportedDiskException.class,
                "not a VHDX");
        var cut = new MemoryDevice("vhdxfile".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> VhdxFile.open(cut)).isInstanceOf(CorruptDiskException.class);
    }

    @Test
    void several_threads_read_one_disk() throws Exception {
        var builder = new VhdxBuilder();
        builder.fileSize = 80L * MIB;
        for (int block = 0; block < 64; block++) {
            builder.entry(block, 6, 8 + (block * 37) % 64);
            builder.write((8L + (block * 37) % 64) * MIB, filled(4096, block + 1));
        }
        VhdxFile file = VhdxFile.open(builder.build());
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            long seed = t;
            var thread = new Thread(() -> {
                var random = new Random(seed);
                try {
                    for (int i = 0; i < 2000; i++) {
                        int block = random.nextInt(64);
                        assertThat(read(file, (long) block * MIB + 10, 8)).containsOnly(block + 1);
                    }
                } catch (Exception | AssertionError e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }
}
