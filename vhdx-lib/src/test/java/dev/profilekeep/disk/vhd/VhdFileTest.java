package dev.profilekeep.disk.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VhdFileTest {
    static final int BLOCK = 2 << 20;
    static final int DISK = BLOCK * 2 + 5 * 512;
    static final int TABLE = 1536;
    static final int FIRST_BLOCK = 2048;
    static final int SIZE = FIRST_BLOCK + 512 + BLOCK + 512;
    private static final byte[] RELATIVE = ".\\eltern.vhd".getBytes(StandardCharsets.UTF_16LE);

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static void footer(ByteBuffer file, int at, int type, long size) {
        file.put(at, ascii("conectix"));
        file.putInt(at + 12, 0x10000).putLong(at + 16, type == 2 ? -1 : 512).put(at + 28, ascii("win "));
        file.putLong(at + 48, size)
                .putInt(at + 60, type)
                .putLong(at + 68, 0x0102030405060708L)
                .putLong(at + 76, 9);
    }

    /** A disk of two blocks and five sectors of a third; block 1 is stored and full of 7. */
    static byte[] sparse(int type, Consumer<ByteBuffer> change) {
        ByteBuffer file = ByteBuffer.allocate(SIZE);
        footer(file, 0, type, DISK);
        footer(file, SIZE - 512, type, DISK);
        file.put(512, ascii("cxsparse")).putLong(520, -1).putLong(528, TABLE).putInt(536, 0x10000);
        file.putInt(540, 3).putInt(544, BLOCK);
        file.put(512 + 64, "eltern.vhd".getBytes(StandardCharsets.UTF_16BE));
        file.put(512 + 576, ascii("W2ru")).putInt(512 + 584, RELATIVE.length).putLong(512 + 592, TABLE + 100);
        file.put(TABLE + 100, RELATIVE);
        file.putInt(TABLE, -1).putInt(TABLE + 4, FIRST_BLOCK / 512).putInt(TABLE + 8, -1);
        // Sectors 0, 9 and 10 of the block are the disk's own.
        file.put(FIRST_BLOCK, (byte) 0b1000_0000).put(FIRST_BLOCK + 1, (byte) 0b0110_0000);
        Arrays.fill(file.array(), FIRST_BLOCK + 512, FIRST_BLOCK + 512 + BLOCK, (byte) 7);
        change.accept(file);
        return file.array();
    }

    private static VhdFile open(byte[] bytes) throws Exception {
        return VhdFile.open(new MemoryDevice(bytes));
    }

    private static VhdFile openMended(int type, Consumer<ByteBuffer> change) throws Exception {
        byte[] bytes = sparse(type, change);
        Checksums.ofContainer(bytes);
        return open(bytes);
    }

    private static byte[] mended(int type) {
        byte[] bytes = sparse(type, file -> {});
        Checksums.ofContainer(bytes);
        return bytes;
    }

    private static List<Extent> extents(VhdFile file, long start, long length) throws Exception {
        var extents = new ArrayList<Extent>();
        file.extents(new ByteRange(start, length), extents::add);
        return extents;
    }

    private static byte[] fixed(int size, int footerBytes) {
        byte[] bytes = new byte[size + 512];
        Arrays.fill(bytes, 0, size, (byte) 3);
        footer(ByteBuffer.wrap(bytes), size, 2, size);
        Checksums.ofVhdStructure(bytes, size, 512, 64);
        return Arrays.copyOf(bytes, size + footerBytes);
    }

    @Test
    void a_dynamic_disk_of_no_whole_number_of_blocks_is_read() throws Exception {
        VhdFile file = open(mended(3));
        assertThat(file.virtualSize()).isEqualTo(DISK);
        assertThat(file.blockSize()).isEqualTo(BLOCK);
        assertThat(file.blockCount()).isEqualTo(3);
        assertThat(file.blockState(0)).isEqualTo(BlockState.NOT_PRESENT);
        assertThat(file.blockState(1)).isEqualTo(BlockState.FULLY_PRESENT);
        assertThat(file.uniqueId()).isEqualTo(new UUID(0x0102030405060708L, 9));
        assertThat(file.creator()).isEqualTo("win");
        assertThat(file.notes()).isEmpty();
        assertThat(extents(file, 0, DISK))
                .containsExactly(
                        new Extent.Unmapped(0, BLOCK),
                        new Extent.Stored(BLOCK, BLOCK, FIRST_BLOCK + 512),
                        new Extent.Unmapped(2L * BLOCK, 5 * 512));
        var content = ByteBuffer.allocate(4);
        file.disk().readFully(BLOCK - 2, content);
        assertThat(content.array()).containsExactly(0, 0, 7, 7);
    }

    @Test
    void a_differencing_disk_names_its_parent_and_its_own_sectors() throws Exception {
        VhdFile file = open(mended(4));
        assertThat(file.hasParent()).isTrue();
        assertThat(file.parentName()).isEqualTo(".\\eltern.vhd");
        assertThat(file.blockState(1)).isEqualTo(BlockState.PARTIALLY_PRESENT);
        assertThat(extents(file, BLOCK, 12 * 512))
                .containsExactly(
                        new Extent.Stored(BLOCK, 512, FIRST_BLOCK + 512),
                        new Extent.Inherited(BLOCK + 512, 8 * 512),
                        new Extent.Stored(BLOCK + 9 * 512, 1024, FIRST_BLOCK + 512 + 9 * 512),
                        new Extent.Inherited(BLOCK + 11 * 512, 512));
        assertThat(extents(file, 0, 512)).containsExactly(new Extent.Inherited(0, 512));
    }

    @Test
    void without_a_readable_locator_the_parent_has_its_bare_name() throws Exception {
        assertThat(openMended(4, file -> file.putLong(512 + 592, 1L << 40)).parentName())
                .isEqualTo("eltern.vhd");
        assertThat(openMended(4, file -> file.putInt(512 + 584, -1)).parentName())
                .isEqualTo("eltern.vhd");
    }

    @Test
    void a_damaged_footer_is_replaced_by_its_copy_and_told() throws Exception {
        byte[] bytes = mended(3);
        bytes[SIZE - 512 + 70] ^= 1;
        VhdFile file = open(bytes);
        assertThat(file.virtualSize()).isEqualTo(DISK);
        assertThat(file.notes()).singleElement().asString().contains("checksum", "copy at the start is used");

        byte[] gone = mended(3);
        Arrays.fill(gone, SIZE - 512, SIZE, (byte) 0);
        assertThat(open(gone).notes()).singleElement().asString().contains("there is none");
    }

    @Test
    void a_damaged_copy_is_told() throws Exception {
        byte[] bytes = mended(3);
        bytes[70] ^= 1;
        assertThat(open(bytes).notes()).singleElement().asString().contains("copy", "checksum");
        byte[] other = sparse(3, file -> file.putLong(68, 77));
        Checksums.ofContainer(other);
        assertThat(open(other).notes()).singleElement().asString().contains("differ");
        byte[] gone = mended(3);
        Arrays.fill(gone, 0, 512, (byte) 0);
        assertThat(open(gone).notes()).singleElement().asString().contains("no copy");
    }

    @Test
    void two_damaged_footers_are_refused_with_both_reasons() {
        byte[] bytes = mended(3);
        bytes[70] ^= 1;
        bytes[SIZE - 512 + 70] ^= 1;
        assertThatThrownBy(() -> open(bytes))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContainingAll("neither footer is sound", "at the end", "at the start");
    }

    @Test
    void a_dynamic_header_with_a_wrong_checksum_is_refused() {
        byte[] bytes = mended(3);
        bytes[512 + 1000] ^= 1;
        assertThatThrownBy(() -> open(bytes))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContainingAll("VHD dynamic header", "checksum");
    }

    @Test
    void a_fixed_disk_is_its_file_without_the_footer() throws Exception {
        VhdFile file = open(fixed(10 * 512, 512));
        assertThat(file.isFixed()).isTrue();
        assertThat(file.virtualSize()).isEqualTo(10 * 512);
        assertThat(extents(file, 512, 512)).containsExactly(new Extent.Stored(512, 512, 512));
        var content = ByteBuffer.allocate(10 * 512);
        file.disk().readFully(0, content);
        assertThat(content.array()).containsOnly(3);
    }

    @Test
    void a_footer_of_511_bytes_as_old_makers_wrote_it_is_read() throws Exception {
        assertThat(open(fixed(10 * 512, 511)).virtualSize()).isEqualTo(10 * 512);
    }

    @Test
    void a_fixed_disk_cut_at_its_start_is_noticed() {
        byte[] whole = fixed(10 * 512, 512);
        assertThatThrownBy(() -> open(Arrays.copyOfRange(whole, 512, whole.length)))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("cut short");
    }

    @ParameterizedTest
    @CsvSource({
        "540, 2, the disk has 3 blocks",
        "544, 1000, block size is not a power of two",
        "544, 0, block size is not a power of two",
        "536, 131072, version 2.0",
        "532, 100000000, lies outside the file",
        "532, 0, lies outside the file"
    })
    void a_dynamic_header_that_breaks_a_rule_is_refused(int at, int value, String words) {
        assertThatThrownBy(() -> openMended(3, file -> file.putInt(at, value)))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({"100000, cut short", "0, outside the file", "3, overlaps the table"})
    void a_block_at_a_wrong_place_is_refused_when_it_is_used(int sector, String words) throws Exception {
        VhdFile file = openMended(3, bytes -> bytes.putInt(TABLE + 8, sector));
        assertThat(file.blockState(1)).isEqualTo(BlockState.FULLY_PRESENT);
        assertThatThrownBy(() -> file.blockState(2))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining(words);
    }

    @Test
    void unknown_kinds_and_versions_are_refused() {
        for (int type : new int[] {0, 1, 5, -1}) {
            assertThatThrownBy(() -> openMended(type, file -> {}))
                    .isInstanceOf(CorruptDiskException.class)
                    .hasMessageContaining("disk type");
        }
        assertThatThrownBy(() -> openMended(3, file -> {
                    file.putInt(12, 0x20000);
                    file.putInt(SIZE - 512 + 12, 0x20000);
                }))
                .isInstanceOf(UnsupportedDiskException.class)
                .hasMessageContaining("VHD version 2.0");
        assertThatThrownBy(() -> open(new byte[4096]))
                .isInstanceOf(UnsupportedDiskException.class)
                .hasMessageContaining("neither VHDX nor VHD");
    }

    @Test
    void small_blocks_have_a_bitmap_of_one_sector() throws Exception {
        ByteBuffer file = ByteBuffer.allocate(4096 + 512);
        footer(file, 0, 3, 512);
        footer(file, 4096, 3, 512);
        file.put(512, ascii("cxsparse"))
                .putLong(528, TABLE)
                .putInt(536, 0x10000)
                .putInt(540, 1)
                .putInt(544, 512);
        file.putInt(TABLE, 4);
        file.put(5 * 512, (byte) 42);
        Checksums.ofContainer(file.array());
        var content = ByteBuffer.allocate(1);
        open(file.array()).disk().readFully(0, content);
        assertThat(content.get(0)).isEqualTo((byte) 42);
    }
}
