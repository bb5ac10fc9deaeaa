package dev.profilekeep.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTextTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 30 0 * * ?",
                "0 30 0 ? * *",
                "0 30 0 ? * MON-FRI",
                "0 30 0 ? * mon,wed,fri",
                "  0   30  0 * *  ? ",
                "59 0/15 * * * ?",
                "0 0 22 L * ?",
                "0 0 22 ? * 6#3",
                "0 0 22 ? * 6L",
                "0 0 22 1W * ?",
                "0 0 22-4 * * ?",
                "0 0 0 1 1 ? 2030"
            })
    void what_quartz_understands_is_taken(String cron) {
        assertThat(CronText.parse(cron, ZONE, NOW).after(NOW)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                 | the schedule is empty",
                "0 30 0 * *         | has 5 fields; it needs six",
                "midnight           | has 1 field; it needs six",
                "0 30 0 * * ? * *   | has 8 fields; it needs six",
                "* 30 0 * * ?       | the second \"*\" must be one number from 0 to 59",
                "75 30 0 * * ?      | the second \"75\" must be one number",
                "0 75 0 * * ?       | the minute \"75\" is not understood; it can be 0 to 59",
                "0 -1 0 * * ?       | the minute \"-1\"",
                "0 40-20 0 * * ?    | the minute \"40-20\"",
                "0 1,, 0 * * ?      | the minute \"1,,\"",
                "0 0 24 * * ?       | the hour \"24\" is not understood; it can be 0 to 23",
                "0 0 x * * ?        | the hour \"X\"",
                "0 0 0 32 * ?       | the day of the month \"32\"",
                "0 0 0 * 13 ?       | the month \"13\" is not understood; it can be 1 to 12 or JAN to DEC",
                "0 0 0 ? * FOO      | the day of the week \"FOO\" is not understood; it can be 1 (Sunday) to 7 (Saturday)",
                "0 0 0 ? * 0        | the day of the week \"0\"",
                "0 0 0 1 * MON      | cannot count both; put ? into the one",
                "0 0 0 * * *        | cannot count both; put ? into the one",
                "0 0 0 ? * ?        | are both \"?\"; put * into one",
                "0 0 0 31 2 ?       | never comes due",
                "0 0 0 1 1 ? 2020   | never comes due",
            })
    void what_is_wrong_is_said_in_a_sentence(String cron, String sentence) {
        assertThatThrownBy(() -> CronText.parse(cron, ZONE, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("Exception");
    }

    @Test
    void nothing_a_person_types_ends_in_another_error() {
        String alphabet = "0123456789*/,-?LW# AMONJ";
        var random = new java.util.Random(Long.getLong("tests.seed", 7));
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "0 " : "");
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                CronText.parse(text.toString(), ZONE, NOW).next(NOW, 3);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).as(text.toString()).isNotBlank();
            }
        }
    }

    /** The file is checked without Quartz, so what passes there must not fail here. */
    @Test
    void whatever_the_file_check_takes_quartz_takes() {
        String[] days = {"?", "*", "5", "1,15", "L", "LW", "L-3", "15W", "31W", "10-20/3", "28-3", "*/5", "32", "1,L"};
        String[][] parts = {
            {"0", "5", "*", "0/2", "*/5", "1-5", "5-1", "1,15", "4,", "1-5/2", "/10", "60"},
            {"0", "23", "22-4", "*/6", "8-18/2", "1,13", "24"},
            days,
            {"*", "1", "2", "JAN", "DEC-FEB", "JAN,JUL", "*/3", "13", "JAN/2"},
            {"?", "*", "MON-FRI", "MON,WED", "L", "6L", "FRIL", "FRI#2", "6#5", "SAT-SUN", "1-5", "7-2", "MON/2", "0"},
            {"2030", "2030-2035", "*", "2028/4", "2020", "2035-2030"}
        };
        var random = new java.util.Random(Long.getLong("tests.seed", 11));
        int taken = 0;
        for (int i = 0; i < 60_000; i++) {
            StringBuilder text = new StringBuilder("0");
            for (int field = 0; field < (random.nextInt(4) == 0 ? 6 : 5); field++) {
                text.append(' ').append(parts[field][random.nextInt(parts[field].length)]);
            }
            String cron = text.toString();
            try {
                dev.profilekeep.config.Cron.check(cron, java.time.LocalDate.ofInstant(NOW, ZONE));
            } catch (IllegalArgumentException e) {
                continue;
            }
            taken++;
            assertThat(CronText.parse(cron, ZONE, NOW).after(NOW)).as(cron).isPresent();
        }
        assertThat(taken).isGreaterThan(500);
    }

    @Test
    void times_of_the_file_that_are_wrong_end_the_start_with_a_report_that_names_the_key() {
        BadScheduleException bad = new BadScheduleException(
                "profilekeep.yml: inventory.cron", "the minute is wrong", new RuntimeException());
        var report = new BadScheduleAnalyzer().analyze(new IllegalStateException(bad));
        assertThat(report.getDescription()).isEqualTo("profilekeep.yml: inventory.cron: the minute is wrong");
        assertThat(report.getAction()).contains("profilekeep.yml: inventory.cron");
        assertThat(org.springframework.core.io.support.SpringFactoriesLoader.loadFactoryNames(
                        org.springframework.boot.diagnostics.FailureAnalyzer.class, null))
                .contains(BadScheduleAnalyzer.class.getName());
    }
}
