package dev.profilekeep.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerUtils;
import org.quartz.spi.OperableTrigger;

/** Germany's clocks: 2025-03-30 02:00 becomes 03:00, 2025-10-26 03:00 becomes 02:00. */
class LocalCronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void a_daily_time_in_the_hour_that_is_skipped_comes_at_the_first_moment_after_it() throws Exception {
        assertThat(next("0 30 2 * * ?", "2025-03-29T12:00:00Z", 2))
                .containsExactly("2025-03-30T01:00:00Z", "2025-03-31T00:30:00Z");
    }

    @Test
    void a_weekly_time_in_the_hour_that_is_skipped_is_not_lost_for_a_week() throws Exception {
        assertThat(next("0 30 2 ? * SUN", "2025-03-29T12:00:00Z", 2))
                .containsExactly("2025-03-30T01:00:00Z", "2025-04-06T00:30:00Z");
    }

    @Test
    void times_that_fall_on_the_same_moment_are_one() throws Exception {
        assertThat(next("0 0/30 * * * ?", "2025-03-30T00:29:00Z", 4))
                .containsExactly(
                        "2025-03-30T00:30:00Z", "2025-03-30T01:00:00Z", "2025-03-30T01:30:00Z", "2025-03-30T02:00:00Z");
    }

    @Test
    void a_time_in_the_hour_that_comes_twice_counts_the_first_time() throws Exception {
        assertThat(next("0 30 2 * * ?", "2025-10-25T12:00:00Z", 2))
                .containsExactly("2025-10-26T00:30:00Z", "2025-10-27T01:30:00Z");
    }

    @Test
    void asked_within_the_second_pass_it_is_not_due_again() throws Exception {
        assertThat(next("0 30 2 * * ?", "2025-10-26T01:10:00Z", 1)).containsExactly("2025-10-27T01:30:00Z");
        assertThat(next("0 0/30 * * * ?", "2025-10-26T01:10:00Z", 1)).containsExactly("2025-10-26T02:00:00Z");
    }

    @Test
    void every_day_of_many_years_in_many_zones_has_exactly_one_time() throws Exception {
        for (String zone : List.of(
                "Europe/Berlin",
                "Europe/London",
                "America/New_York",
                "Australia/Lord_Howe",
                "America/Sao_Paulo",
                "UTC")) {
            ZoneId id = ZoneId.of(zone);
            for (String cron : List.of("0 0 0 * * ?", "0 30 0 * * ?", "0 15 1 * * ?", "0 0 2 * * ?", "0 45 2 * * ?")) {
                LocalCron times = new LocalCron(cron, id);
                Instant at = Instant.parse("2014-12-31T12:00:00Z").atZone(id).toInstant();
                for (LocalDate day = LocalDate.of(2015, 1, 1); day.getYear() < 2019; day = day.plusDays(1)) {
                    at = times.after(at).orElseThrow();
                    assertThat(at.atZone(id).toLocalDate())
                            .as(zone + " " + cron)
                            .isEqualTo(day);
                }
            }
        }
    }

    @Test
    void the_last_time_before_is_the_one_that_the_next_follows() throws Exception {
        long seed = Long.getLong("tests.seed", 20251026);
        Random random = new Random(seed);
        for (String cron :
                List.of("0 30 2 * * ?", "0 0/20 * * * ?", "0 30 0 ? * MON-FRI", "0 0 3 1 * ?", "0 0 0 1 1 ?")) {
            LocalCron times = new LocalCron(cron, BERLIN);
            for (long second : LongStream.generate(() -> random.nextLong(1735689600L, 1798761600L))
                    .limit(200)
                    .toArray()) {
                Instant at = Instant.ofEpochSecond(second);
                Instant last = times.atOrBefore(at).orElseThrow();
                assertThat(last).as("-Dtests.seed=%d %s %s", seed, cron, at).isBeforeOrEqualTo(at);
                assertThat(times.after(last).orElseThrow())
                        .as("%s %s", cron, at)
                        .isAfter(at);
                assertThat(times.atOrBefore(last)).contains(last);
            }
        }
    }

    @Test
    void a_schedule_that_is_over_has_no_next_time() throws Exception {
        LocalCron times = new LocalCron("0 0 0 1 1 ? 2020", BERLIN);

        assertThat(times.after(Instant.parse("2021-01-01T00:00:00Z"))).isEmpty();
        assertThat(times.next(Instant.parse("2019-01-01T00:00:00Z"), 5)).hasSize(1);
    }

    @Test
    void quartz_computes_the_same_times_from_the_trigger() {
        OperableTrigger trigger = (OperableTrigger) TriggerBuilder.newTrigger()
                .withIdentity("inventory")
                .startAt(Date.from(Instant.parse("2025-03-29T12:00:00Z")))
                .withSchedule(new LocalCronTrigger.Times("0 30 2 * * ?", BERLIN))
                .build();

        assertThat(TriggerUtils.computeFireTimes(trigger, null, 3))
                .extracting(Date::toInstant)
                .containsExactly(
                        Instant.parse("2025-03-30T01:00:00Z"),
                        Instant.parse("2025-03-31T00:30:00Z"),
                        Instant.parse("2025-04-01T00:30:00Z"));
        OperableTrigger autumn = (OperableTrigger) TriggerBuilder.newTrigger()
                .withIdentity("inventory")
                .startAt(Date.from(Instant.parse("2025-10-25T12:00:00Z")))
                .withSchedule(new LocalCronTrigger.Times("0 30 2 * * ?", BERLIN))
                .build();
        assertThat(TriggerUtils.computeFireTimes(autumn, null, 2))
                .extracting(Date::toInstant)
                .containsExactly(Instant.parse("2025-10-26T00:30:00Z"), Instant.parse("2025-10-27T01:30:00Z"));
    }

    private static List<String> next(String cron, String from, int n) throws Exception {
        return new LocalCron(cron, BERLIN)
                .next(Instant.parse(from), n).stream().map(Instant::toString).toList();
    }
}
