package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootSectorTest {
    private static final long GIB = 1L << 30;

    static ByteBuffer bytes(int sector, int perCluster, long sectors, long mft, long mirror, int record) {
        ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(3, "NTFS    ".getBytes(StandardCharsets.US_ASCII));
        bytes.putShort(11, (short) sector).put(13, (byte) perCluster).putLong(40, sectors);
        bytes.putLong(48, mft).putLong(56, mirror).put(64, (byte) record).putLong(72, 0x1234);
        return bytes.putShort(510, (short) 0xaa55);
    }

    private static BootSector parse(ByteBuffer bytes) throws Exception {
        return BootSector.parse(ByteView.of("boot sector", 0, bytes.array()), GIB);
    }

    @ParameterizedTest
    @CsvSource({
        "512, 8, -10, 4096, 1024",
        "512, 1, 2, 512, 1024",
        "512, 128, -10, 65536, 1024",
        "512, 0xF4, -10, 2097152, 1024",
        "512, 0xF8, -10, 131072, 1024",
        "4096, 1, 1, 4096, 4096",
        "4096, 16, -12, 65536, 4096",
        "1024, 64, -10, 65536, 1024",
        "256, 2, -10, 512, 1024"
    })
    void every_way_to_write_the_sizes_is_understood(int sector, String per, int record, int cluster, int recordBytes)
            throws Exception {
        BootSector boot = parse(bytes(sector, Integer.decode(per), GIB / sector - 1, 4, 2, record));
        assertThat(boot.clusterBytes()).isEqualTo(cluster);
        assertThat(boot.recordBytes()).isEqualTo(recordBytes);
        assertThat(boot.clusters()).isEqualTo((GIB - sector) / cluster);
        assertThat(boot.serialNumber()).isEqualTo(0x1234);
    }

    @ParameterizedTest
    @CsvSource({
        "500, 8, 1000, 4, -10, sector size",
        "8192, 8, 1000, 4, -10, sector size",
        "0, 8, 1000, 4, -10, sector size",
        "512, 0, 1000, 4, -10, no cluster",
        "512, 3, 1000, 4, -10, no cluster",
        "512, 0xF3, 10000, 4, -10, no cluster",
        "512, 0x81, 1000, 4, -10, no cluster",
        "512, 8, 0, 4, -10, 0 sectors",
        "512, 8, 2097153, 4, -10, there is room for",
        "512, 8, -1, 4, -10, beyond every sensible size",
        "512, 8, 7, 0, -10, smaller than a cluster",
        "512, 8, 1000, 125, -10, $MFT begins at cluster 125 of 125",
        "512, 8, 1000, -1, -10, beyond every sensible size",
        "512, 8, 1000, 4, -8, file record size",
        "512, 8, 1000, 4, -17, file record size",
        "512, 8, 1000, 4, -128, file record size",
        "512, 8, 1000, 4, 0, file record size",
        "512, 8, 1000, 4, 3, file record size"
    })
    void what_cannot_be_is_refused(int sector, String per, long sectors, long mft, int record, String words) {
        assertThatThrownBy(() -> parse(bytes(sector, Integer.decode(per), sectors, mft, 2, record)))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining(words);
    }

    @Test
    void another_file_system_is_refused() {
        assertThatThrownBy(() -> parse(ByteBuffer.allocate(512)))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("name is not");
    }
}
