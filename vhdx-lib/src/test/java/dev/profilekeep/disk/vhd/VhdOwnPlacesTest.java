package dev.profilekeep.disk.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container has no more content than its file has bytes. */
@Timeout(60)
class VhdOwnPlacesTest {
    private static final int DYNAMIC = 3;
    private static final int FIRST = VhdFileTest.FIRST_BLOCK / 512;
    private static final int BLOCK_SECTORS = 1 + VhdFileTest.BLOCK / 512;

    /** With room for another block behind the first. */
    private static byte[] disk(int type, Consumer<ByteBuffer> change) {
        byte[] small = VhdFileTest.sparse(type, change);
        byte[] bytes = Arrays.copyOf(small, small.length + VhdFileTest.BLOCK + 512);
        System.arraycopy(small, small.length - 512, bytes, bytes.length - 512, 512);
        Checksums.ofContainer(bytes);
        return bytes;
    }

    private static VhdFile open(byte[] bytes) throws Exception {
        return VhdFile.open(new MemoryDevice(bytes));
    }

    /** Block 1 lies at {@link #FIRST}; block 0 is put somewhere. */
    private static VhdFile with(int type, int sector) throws Exception {
        return open(disk(type, file -> file.putInt(VhdFileTest.TABLE, sector)));
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST, FIRST + 1, FIRST + BLOCK_SECTORS - 1})
    void two_blocks_that_share_a_sector_are_named(int sector) throws Exception {
        VhdFile disk = with(DYNAMIC, sector);

        assertThatThrownBy(() -> ContentLayout.of(disk))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("share a place in the file: what one of them held is lost")
                .hasMessageContaining("block 0")
                .hasMessageContaining("block 1");
        assertThatThrownBy(() -> ConversionPlanner.toRaw(disk)).hasMessageContaining("share a place");
    }

    @Test
    void the_bits_of_a_differencing_disk_have_their_own_place_too() throws Exception {
        assertThatThrownBy(with(4, FIRST + BLOCK_SECTORS - 1)::requireOwnPlaces)
                .hasMessageContaining("block 1 and block 0 share a place");
    }

    @Test
    void blocks_side_by_side_are_read_wherever_they_begin() throws Exception {
        VhdFile disk = with(DYNAMIC, FIRST + BLOCK_SECTORS);

        assertThat(ContentLayout.of(disk).countedBytes()).isEqualTo(VhdFileTest.DISK);
    }

    @Test
    void the_last_block_takes_what_lies_inside_the_disk() throws Exception {
        // Its five sectors and its bitmap, right before block 1.
        byte[] bytes = disk(
                DYNAMIC, file -> file.putInt(VhdFileTest.TABLE + 4, FIRST + 6).putInt(VhdFileTest.TABLE + 8, FIRST));

        assertThatCode(open(bytes)::requireOwnPlaces).doesNotThrowAnyException();
        bytes = disk(
                DYNAMIC, file -> file.putInt(VhdFileTest.TABLE + 4, FIRST + 5).putInt(VhdFileTest.TABLE + 8, FIRST));
        assertThatThrownBy(open(bytes)::requireOwnPlaces).hasMessageContaining("block 2 and block 1 share a place");
    }

    @Test
    void a_fixed_disk_has_no_table() throws Exception {
        ByteBuffer file = ByteBuffer.allocate(64 * 1024 + 512);
        VhdFileTest.footer(file, 64 * 1024, 2, 64 * 1024);
        Checksums.ofContainer(file.array());

        assertThatCode(open(file.array())::requireOwnPlaces).doesNotThrowAnyException();
    }

    @Test
    void millions_of_blocks_in_one_place_are_refused_without_being_counted() throws Exception {
        int many = 1 << 20;
        int data = VhdFileTest.TABLE + 4 * many + 508 & -512;
        ByteBuffer file = ByteBuffer.allocate(data + 512 + 512 + 512);
        for (int at : new int[] {0, file.capacity() - 512}) {
            VhdFileTest.footer(file, at, DYNAMIC, (long) many * 512);
        }
        file.put(512, "cxsparse".getBytes(StandardCharsets.US_ASCII))
                .putLong(520, -1)
                .putLong(528, VhdFileTest.TABLE)
                .putInt(536, 0x10000)
                .putInt(540, many)
                .putInt(544, 512);
        for (int block = 0; block < many; block++) {
            file.putInt(VhdFileTest.TABLE + 4 * block, data / 512);
        }
        Checksums.ofContainer(file.array());

        assertThatThrownBy(() -> ContentLayout.of(open(file.array())))
                .hasMessageContaining("block 0 and block 1 share a place");
    }
}
