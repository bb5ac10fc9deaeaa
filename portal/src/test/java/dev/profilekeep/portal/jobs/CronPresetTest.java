package dev.profilekeep.portal.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronPresetTest {
    @Test
    void every_preset_is_found_again_in_its_cron() {
        List<CronPreset> presets = new ArrayList<>();
        LocalTime at = LocalTime.of(23, 5);
        presets.add(new CronPreset.Daily(at));
        presets.add(new CronPreset.Workdays(at));
        for (DayOfWeek day : DayOfWeek.values()) {
            presets.add(new CronPreset.Weekly(day, at));
        }
        for (int hours : new int[] {1, 2, 3, 4, 6, 8, 12}) {
            presets.add(new CronPreset.EveryHours(hours, 15));
        }
        assertThat(presets)
                .allSatisfy(preset -> assertThat(CronPreset.of(preset.cron())).contains(preset));
    }

    @Test
    void the_usual_ways_to_write_daily_are_known() {
        CronPreset daily = new CronPreset.Daily(LocalTime.of(0, 30));
        assertThat(CronPreset.of("0 30 0 * * ?")).contains(daily);
        assertThat(CronPreset.of("0 30 0 ? * *")).contains(daily);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "0 75 3 * * ?",
                "0 0 24 * * ?",
                "5 0 3 * * ?",
                "0 0 3 1 * ?",
                "0 0 3 ? * MON,WED",
                "0 0 3 ? * TUE-FRI",
                "0 0 0/5 * * ?",
                "0 0 0/24 * * ?",
                "0 0 3 * 6 ?"
            })
    void what_has_no_words_stays_cron(String cron) {
        assertThat(CronPreset.of(cron)).isEmpty();
    }
}
