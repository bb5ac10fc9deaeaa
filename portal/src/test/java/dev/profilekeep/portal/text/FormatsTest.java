package dev.profilekeep.portal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    private final Formats english = new Formats(Locale.UK, ZoneOffset.UTC);
    private final Formats german = new Formats(Locale.GERMANY, ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 0.98 KB",
        "1024, 1 KB",
        "1048575, 1 MB",
        "1572864, 1.5 MB",
        "36721970381, 34.2 GB",
        "549755813888, 512 GB",
        "1099511627776000, 0.98 PB",
        "9223372036854775807, 8 EB"
    })
    void sizes_have_three_digits_that_matter(long bytes, String said) {
        assertThat(english.bytes(bytes).replace('\u00a0', ' ')).isEqualTo(said);
    }

    @Test
    void an_unknown_size_is_a_dash_and_a_number_never_parts_from_its_unit() {
        assertThat(english.bytes(null)).isEqualTo(Formats.NONE);
        assertThat(english.bytes(5L)).contains("\u00a0").doesNotContain(" ");
        assertThat(german.bytes(1_610_612_736L)).isEqualTo("1,5\u00a0GB");
        assertThat(german.exactBytes(1_073_741_824)).isEqualTo("1.073.741.824\u00a0B");
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 0%", "1, 100000, 1%", "99999, 100000, 99%", "10, 10, 100%", "5, 0, –"})
    void neither_nothing_nor_everything_is_said_unless_it_is_so(long part, long whole, String said) {
        assertThat(english.percent(part, whole)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min", "250, 4 min 10 s", "3600, 1 h", "3605, 1 h", "183600, 2 d 3 h"})
    void a_duration_has_its_two_largest_units(long seconds, String said) {
        assertThat(english.duration(Duration.ofSeconds(seconds)).replace('\u00a0', ' '))
                .isEqualTo(said);
        assertThat(english.duration(Duration.ofSeconds(seconds))).doesNotContainPattern("\\d [a-z]");
    }

    @Test
    void a_time_is_the_persons_own() {
        Instant at = Instant.parse("2026-07-01T22:30:00Z");
        assertThat(german.dateTime(at)).startsWith("02.07.2026").contains("00:30");
        assertThat(english.dateTime(at)).startsWith("1 Jul 2026").contains("22:30");
        assertThat(english.dateTime(null)).isEqualTo(Formats.NONE);
        assertThat(german.weekdayTime(at)).startsWith("Do").contains("00:30");
    }

    @Test
    void slow_things_are_counted_by_the_minute() {
        assertThat(english.rate(120)).isEqualTo("120 per second");
        assertThat(english.rate(2.345)).isEqualTo("2.3 per second");
        assertThat(english.rate(0.5)).isEqualTo("30 per minute");
    }
}
