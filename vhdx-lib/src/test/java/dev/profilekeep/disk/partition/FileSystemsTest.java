package dev.profilekeep.disk.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.io.Guids;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSystemsTest {
    private static ByteBuffer volume() {
        return ByteBuffer.allocate(128 * 1024).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String name(ByteBuffer volume) throws Exception {
        return FileSystems.name(new MemoryDevice(volume.array()));
    }

    private static ByteBuffer fat(
            int sectors, int perCluster, int rootEntries, int tableSectors16, int tableSectors32) {
        ByteBuffer volume = volume();
        volume.put(0, (byte) 0xeb)
                .putShort(11, (short) 512)
                .put(13, (byte) perCluster)
                .putShort(14, (short) 1);
        volume.put(16, (byte) 2).putShort(17, (short) rootEntries).put(21, (byte) 0xf8);
        volume.putShort(22, (short) tableSectors16).putInt(32, sectors).putInt(36, tableSectors32);
        return volume.putShort(510, (short) 0xaa55);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 'NTFS    ', NTFS",
        "3, 'EXFAT   ', exFAT",
        "3, -FVE-FS-, BitLocker",
        "0, XFSB, xfs",
        "65600, _BHRfS_M, btrfs",
        "4086, SWAPSPACE2, swap",
        "65526, SWAPSPACE2, swap",
        "8182, SWAP-SPACE, swap"
    })
    void a_signature_at_its_place_names_the_file_system(int at, String signature, String expected) throws Exception {
        byte[] bytes = signature.getBytes(StandardCharsets.US_ASCII);
        assertThat(name(volume().put(at, bytes))).isEqualTo(expected);
        assertThat(name(volume().put(at + 1, bytes))).isEqualTo(FileSystems.UNKNOWN);
    }

    @Test
    void refs_and_ext_are_named() throws Exception {
        assertThat(name(volume().put(3, new byte[] {'R', 'e', 'F', 'S', 0, 0, 0, 0})))
                .isEqualTo("ReFS");
        assertThat(name(volume().putShort(1080, (short) 0xef53))).isEqualTo("ext");
    }

    @Test
    void fat_is_told_apart_by_its_clusters() throws Exception {
        assertThat(name(fat(4000, 1, 512, 12, 0))).isEqualTo("FAT12");
        assertThat(name(fat(20000, 1, 512, 80, 0))).isEqualTo("FAT16");
        assertThat(name(fat(400000, 4, 0, 0, 800))).isEqualTo("FAT32");
    }

    @Test
    void what_only_looks_like_fat_is_unknown() throws Exception {
        assertThat(name(fat(4000, 3, 512, 12, 0))).isEqualTo(FileSystems.UNKNOWN);
        assertThat(name(fat(10, 1, 512, 12, 0))).isEqualTo(FileSystems.UNKNOWN);
        assertThat(name(fat(4000, 1, 512, 12, 0).putShort(510, (short) 0))).isEqualTo(FileSystems.UNKNOWN);
    }

    @Test
    void bitlocker_to_go_is_not_taken_for_the_fat_that_it_hides_behind() throws Exception {
        byte[] mark = Guids.toBytes(UUID.fromString("4967d63b-2e29-4ad8-8399-f6a339e3d001"));
        assertThat(name(fat(400000, 4, 0, 0, 800).put(424, mark))).isEqualTo(FileSystems.BITLOCKER);
    }

    @Test
    void a_volume_of_any_length_is_looked_at() throws Exception {
        for (int length : new int[] {0, 1, 511, 512, 1080, 1081, 4095, 65607}) {
            assertThat(name(ByteBuffer.allocate(length))).isEqualTo(FileSystems.UNKNOWN);
        }
    }
}
