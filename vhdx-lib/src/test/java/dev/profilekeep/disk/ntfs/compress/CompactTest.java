package dev.profilekeep.disk.ntfs.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.testing.RandomCases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What wimlib compressed (src/test/images/make-compressed.py), which is not ours, by XPRESS and LZX. */
class CompactTest {
    private static final int SIZE = 70001;

    private static byte[] packed(String name) throws IOException {
        try (InputStream in = CompactTest.class.getResourceAsStream("/compress/" + name + ".bin")) {
            return in.readAllBytes();
        }
    }

    /** Decodes block by block; those that did not become smaller are stored. */
    static byte[] decode(String name, byte[] packed, int block, int size) throws IOException {
        var bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        int blocks = (size + block - 1) / block;
        int table = 4 * (blocks - 1);
        byte[] plain = new byte[size];
        for (int i = 0; i < blocks; i++) {
            int begin = table + (i == 0 ? 0 : bytes.getInt(4 * (i - 1)));
            int end = i == blocks - 1 ? packed.length : table + bytes.getInt(4 * i);
            int length = Math.min(block, size - i * block);
            byte[] source = Arrays.copyOfRange(packed, begin, end);
            byte[] target = new byte[length];
            if (source.length == length) {
                target = source;
            } else {
                decodeBlock(name, source, target);
            }
            System.arraycopy(target, 0, plain, i * block, length);
        }
        return plain;
    }

    private static void decodeBlock(String name, byte[] source, byte[] target) throws CorruptDiskException {
        if (name.equals("lzx")) {
            Lzx.decode(source, source.length, target, target.length);
        } else {
            XpressHuffman.decode(source, source.length, target, target.length);
        }
    }

    @ParameterizedTest
    @CsvSource({"xpress4k, 4096", "xpress8k, 8192", "xpress16k, 16384", "lzx, 32768"})
    void what_wimlib_compressed_is_decoded(String name, int block) throws Exception {
        byte[] packed = packed(name);
        assertThat(packed.length).isLessThan(SIZE * 2 / 3);
        assertThat(decode(name, packed, block, SIZE)).isEqualTo(CompactSample.bytes(SIZE, 7));
    }

    @ParameterizedTest
    @CsvSource({"xpress4k, 4096", "xpress16k, 16384", "lzx, 32768"})
    void changed_bytes_end_in_an_answer_or_a_fault(String name, int block) throws Exception {
        byte[] packed = packed(name);
        int first = 4 * ((SIZE + block - 1) / block - 1);
        byte[] source = Arrays.copyOfRange(
                packed,
                first,
                first + ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt(0));
        RandomCases.run(3000, random -> {
            byte[] changed =
                    Arrays.copyOf(source, random.nextInt(3) == 0 ? random.nextInt(source.length) : source.length);
            for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
                // The tables at the start decide most.
                int at = random.nextInt(random.nextBoolean() ? changed.length : Math.min(300, changed.length));
                changed[at] = (byte) random.nextInt();
            }
            try {
                decodeBlock(name, changed, new byte[block]);
            } catch (CorruptDiskException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void blocks_beyond_the_format_are_the_callers_mistake() {
        assertThatThrownBy(() -> Lzx.decode(new byte[9], 9, new byte[40000], 40000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> XpressHuffman.decode(new byte[9], 9, new byte[4], 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> XpressHuffman.decode(new byte[9], 9, new byte[4], 4))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("no table");
    }
}
