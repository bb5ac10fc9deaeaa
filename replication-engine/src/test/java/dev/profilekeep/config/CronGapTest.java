package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far the days of a schedule are apart. */
class CronGapTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 1 * * ?                | 1",
                "0 0 12 ? * SUN             | 7",
                "0 0 12 ? * MON-FRI         | 3",
                "0 0 12 1 * ?               | 31",
                "0 0 12 L * ?               | 31",
                "0 0 12 L-3 * ?             | 31",
                "0 0 12 LW * ?              | 31",
                "0 0 12 ? * FRIL            | 35",
                "0 0 12 ? * 6L              | 35",
                "0 0 12 ? * L               | 7",
                "0 0 11 ? 1,4,7,10 SAT#1    | 98",
                "0 0 11 1 1 ?               | 366",
                "0 0 11 1 1 ? 2027          | 0"
            })
    void the_longest_time_between_two_days_is_told(String cron, long days) {
        OptionalLong gap = Cron.longestGap(Cron.check(cron, LocalDate.of(2026, 11, 22)), LocalDate.of(2026, 11, 22));
        assertThat(gap).isEqualTo(days == 0 ? OptionalLong.empty() : OptionalLong.of(days));
    }
}
