package dev.profilekeep.disk.regf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HiveHeaderTest {
    private static ByteBuffer hive(int primary, int secondary) {
        ByteBuffer hive = ByteBuffer.allocate(4096 + 8192).order(ByteOrder.LITTLE_ENDIAN);
        hive.put(0, "regf".getBytes(StandardCharsets.US_ASCII))
                .putInt(4, primary)
                .putInt(8, secondary);
        hive.putLong(12, 116444736000000000L)
                .putInt(20, 1)
                .putInt(24, 5)
                .putInt(36, 32)
                .putInt(40, 8192);
        hive.put(48, "\\NTUSER.DAT".getBytes(StandardCharsets.UTF_16LE));
        return sum(hive);
    }

    private static ByteBuffer sum(ByteBuffer hive) {
        int sum = 0;
        for (int at = 0; at < 508; at += 4) {
            sum ^= hive.getInt(at);
        }
        return hive.putInt(508, sum);
    }

    private static HiveHeader read(ByteBuffer hive) throws Exception {
        return HiveHeader.read(new MemoryDevice(hive.array()));
    }

    @Test
    void a_hive_that_was_written_as_a_whole_is_sound() throws Exception {
        HiveHeader header = read(hive(7, 7));
        assertThat(header.isSound(4096 + 8192)).isTrue();
        assertThat(header.isSound(4096 + 8191)).isFalse();
        assertThat(header.lastWritten()).isEqualTo(Instant.EPOCH);
        assertThat(header.name()).isEqualTo("\\NTUSER.DAT");
        assertThat(header.isLog()).isFalse();
        assertThat(header.majorVersion() + "." + header.minorVersion()).isEqualTo("1.5");
        assertThat(header.binsBytes()).isEqualTo(8192);
    }

    @Test
    void a_write_that_was_not_finished_shows_in_the_numbers() throws Exception {
        HiveHeader header = read(hive(8, 7));
        assertThat(header.checksumMatches()).isTrue();
        assertThat(header.isClean()).isFalse();
        assertThat(header.isSound(1 << 20)).isFalse();
        assertThat(header.primarySequence()).isEqualTo(8);
        assertThat(header.secondarySequence()).isEqualTo(7);
    }

    @Test
    void a_header_that_is_not_whole_shows_in_the_checksum() throws Exception {
        HiveHeader header = read(hive(7, 7).put(60, (byte) 'X'));
        assertThat(header.checksumMatches()).isFalse();
        assertThat(header.isSound(1 << 20)).isFalse();
    }

    @Test
    void a_checksum_is_never_0_or_minus_1() throws Exception {
        // What stands at 504 makes the sum what it should not be.
        ByteBuffer zero = hive(7, 7);
        zero.putInt(504, zero.getInt(508)).putInt(508, 1);
        assertThat(read(zero).checksumMatches()).isTrue();
        assertThat(read(zero.putInt(508, 0)).checksumMatches()).isFalse();
        ByteBuffer ones = hive(7, 7);
        ones.putInt(504, ~ones.getInt(508)).putInt(508, -2);
        assertThat(read(ones).checksumMatches()).isTrue();
        assertThat(read(ones.putInt(508, -1)).checksumMatches()).isFalse();
    }

    @Test
    void what_is_no_hive_is_refused() throws Exception {
        assertThatThrownBy(() -> read(ByteBuffer.allocate(4096)))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("regf");
        assertThatThrownBy(() -> read(ByteBuffer.allocate(100))).isInstanceOf(CorruptDiskException.class);
        assertThat(HiveHeader.recognises(ByteView.of("start", 0, new byte[3]))).isFalse();
        assertThat(HiveHeader.recognises(ByteView.of("start", 0, hive(1, 1).array())))
                .isTrue();
    }

    @Test
    void a_log_is_told_from_a_hive() throws Exception {
        assertThat(read(sum(hive(1, 1).putInt(28, 6).putInt(508, 0))).isLog()).isTrue();
    }
}
