package dev.profilekeep.disk.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.testing.RandomCases;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TextsAndTimesTest {
    @Test
    void names_that_are_valid_unicode_are_utf8() {
        String name = "a ä € 日 \uD83D\uDE00";
        assertThat(Wtf8.encode(name)).isEqualTo(name.getBytes(StandardCharsets.UTF_8));
        assertThat(Wtf8.decode(name.getBytes(StandardCharsets.UTF_8))).isEqualTo(name);
    }

    @Test
    void lone_surrogates_take_three_bytes() {
        assertThat(Wtf8.encode("x\uD800y\uDFFF")).isEqualTo(HexFormat.of().parseHex("78eda08079edbfbf"));
    }

    @Test
    void any_name_comes_back_and_survives_a_disk() {
        RandomCases.run(2000, random -> {
            var name = new StringBuilder();
            byte[] stored = new byte[2 * random.nextInt(30)];
            for (int i = 0; i < stored.length; i += 2) {
                int kind = random.nextInt(3);
                char c = (char) (kind == 0 ? 0xd800 + random.nextInt(0x800) : random.nextInt(kind == 1 ? 128 : 65536));
                name.append(c);
                stored[i] = (byte) c;
                stored[i + 1] = (byte) (c >> 8);
            }
            assertThat(Wtf8.decode(Wtf8.encode(name.toString()))).isEqualTo(name.toString());
            assertThat(ByteView.of("name", 0, stored).utf16(0, stored.length)).isEqualTo(name.toString());
        });
    }

    @Test
    void times_are_those_of_windows_to_100_ns() {
        assertThat(FileTimes.instant(0)).isEqualTo(Instant.parse("1601-01-01T00:00:00Z"));
        assertThat(FileTimes.instant(116444736000000000L)).isEqualTo(Instant.EPOCH);
        assertThat(FileTimes.instant(133497600000000001L)).isEqualTo(Instant.parse("2024-01-15T02:40:00.000000100Z"));
        assertThat(FileTimes.ticks(Instant.parse("2024-01-15T02:40:00.000000199Z")))
                .isEqualTo(133497600000000001L);
    }

    @Test
    void no_time_loses_anything() {
        RandomCases.run(5000, random -> {
            long ticks = random.nextLong() >> random.nextInt(64);
            assertThat(FileTimes.ticks(FileTimes.instant(ticks))).isEqualTo(ticks);
        });
        assertThat(FileTimes.ticks(FileTimes.instant(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
        assertThat(FileTimes.ticks(FileTimes.instant(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    }
}
