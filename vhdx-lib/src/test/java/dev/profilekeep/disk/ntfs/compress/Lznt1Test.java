package dev.profilekeep.disk.ntfs.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.testing.RandomCases;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Lznt1Test {
    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] decode(byte[] packed, int size) throws CorruptDiskException {
        byte[] target = new byte[size];
        Arrays.fill(target, (byte) 0x5a);
        Lznt1.decode(packed, packed.length, target);
        return target;
    }

    @Test
    void the_example_of_the_specification_is_decoded() throws Exception {
        byte[] packed =
                hex("38 b0 88 46 23 20 00 20 47 20 41 00 10 a2 47 01 a0 45 20 44 00 08 45 01 50 79 00 c0 45 20 05 24 13"
                        + "88 05 b4 02 4a 44 ef 03 58 02 8c 09 16 01 48 45 00 be 00 9e 00 04 01 18 90 00");
        String song =
                "F# F# G A A G F# E D D E F# F# E E F# F# G A A G F# E D D E F# E D D E E F# D E F# G F# D E F# G F# "
                        + "E D E A F# F# G A A G F# E D D E F# E D D\0";
        byte[] expected = song.getBytes(StandardCharsets.US_ASCII);
        assertThat(decode(packed, expected.length)).isEqualTo(expected);
    }

    @Test
    void random_data_comes_back_as_it_was_compressed() {
        RandomCases.run(60, random -> {
            byte[] plain = new byte[random.nextInt(5) * 4096 + random.nextInt(4096)];
            int kinds = 1 + random.nextInt(1 << random.nextInt(9));
            for (int i = 0; i < plain.length; i++) {
                boolean again = i > 40 && random.nextInt(4) != 0;
                plain[i] = again ? plain[i - 1 - random.nextInt(40)] : (byte) random.nextInt(kinds);
            }
            int room = plain.length + random.nextInt(9000);
            byte[] decoded = decode(PlainLznt1.encode(plain), room);
            assertThat(Arrays.copyOf(decoded, plain.length)).isEqualTo(plain);
            for (int i = plain.length; i < room; i++) {
                assertThat(decoded[i]).as("byte " + i + " after the end").isZero();
            }
        });
    }

    @Test
    void a_chunk_that_cannot_be_compressed_is_stored() throws Exception {
        byte[] plain = new byte[6000];
        new Random(1).nextBytes(plain);
        byte[] packed = PlainLznt1.encode(plain);
        assertThat(packed.length).isGreaterThan(6000);
        assertThat(decode(packed, 6000)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "'00 80 00', no signature",
        "'05 b0 00 41', ends at 8",
        "'02 b0 01 00 00', repetition begins 1 back",
        "'01 b0 01 41', inside a repetition",
        "'03 b0 02 41 ff 0f', or than there is room for"
    })
    void data_that_breaks_a_rule_is_refused(String packed, String words) {
        assertThatThrownBy(() -> decode(hex(packed), 10))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining(words);
    }

    @Test
    void any_bytes_end_in_an_answer_or_a_fault() {
        RandomCases.run(5000, random -> {
            byte[] plain = new byte[random.nextInt(9000)];
            Arrays.fill(plain, 100 % (plain.length + 1), plain.length, (byte) 7);
            byte[] packed = PlainLznt1.encode(plain);
            for (int i = random.nextInt(4); i >= 0 && packed.length > 0; i--) {
                packed[random.nextInt(packed.length)] = (byte) random.nextInt();
            }
            try {
                decode(packed, random.nextInt(12000));
            } catch (CorruptDiskException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }
}
