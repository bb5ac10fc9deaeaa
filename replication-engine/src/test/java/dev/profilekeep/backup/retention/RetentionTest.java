package dev.profilekeep.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.config.RetentionRule;
import dev.profilekeep.container.ContainerKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2027-12-31T00:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static RestorePoint point(String moment) {
        return new RestorePoint(UUID.randomUUID(), Instant.parse(moment));
    }

    private static List<RestorePoint> nightly(int nights) {
        List<RestorePoint> points = new ArrayList<>();
        for (int night = 0; night < nights; night++) {
            points.add(new RestorePoint(
                    UUID.randomUUID(), Instant.parse("2026-11-22T01:30:00Z").minus(Duration.ofDays(night))));
        }
        return points;
    }

    private static List<Fate> decide(RetentionRule rule, List<RestorePoint> points) {
        return Retention.decide(Optional.of(rule), points, ZoneOffset.UTC, Retention.Kept.NOTHING, NOW);
    }

    @Test
    void of_a_profile_thirty_days_stay_where_nobody_said_otherwise() {
        List<Fate> fates = decide(RetentionRule.standard(ContainerKind.PROFILE).orElseThrow(), nightly(40));
        assertThat(fates.subList(0, 30)).allMatch(fate -> fate.because().equals(Set.of(Reason.DAILY)));
        assertThat(fates.subList(30, 40)).allMatch(Fate::goes);
    }

    @Test
    void without_a_rule_all_stay() {
        assertThat(RetentionRule.standard(ContainerKind.ODFC)).isEmpty();
        assertThat(Retention.decide(Optional.empty(), nightly(40), BERLIN, Retention.Kept.NOTHING, NOW))
                .hasSize(40)
                .noneMatch(Fate::goes);
    }

    @Test
    void a_rule_that_keeps_nothing_is_refused() {
        assertThatThrownBy(() -> new RetentionRule(0, 0, 0, 0, 0)).hasMessageContaining("must keep something");
        assertThatThrownBy(() -> new RetentionRule(1, -1, 0, 0, 0)).hasMessageContaining("fewer than none");
    }

    @Test
    void of_several_in_a_day_the_last_counts_and_days_are_those_of_the_zone() {
        RestorePoint morning = point("2026-11-20T08:00:00Z");
        RestorePoint evening = point("2026-11-20T22:30:00Z");
        RestorePoint night = point("2026-11-20T23:30:00Z"); // the 21st in Berlin
        RetentionRule rule = new RetentionRule(0, 2, 0, 0, 0);
        assertThat(Retention.decide(
                        Optional.of(rule), List.of(night, morning, evening), BERLIN, Retention.Kept.NOTHING, NOW))
                .containsExactly(
                        new Fate(night, Set.of(Reason.DAILY)),
                        new Fate(evening, Set.of(Reason.DAILY)),
                        new Fate(morning, Set.of()));
        assertThat(decide(rule, List.of(night, morning, evening)).get(1).goes()).isTrue();
    }

    @Test
    void the_day_with_25_hours_is_one_day() {
        RestorePoint early = point("2026-10-24T22:30:00Z"); // 00:30, summer time
        RestorePoint late = point("2026-10-25T22:30:00Z"); // 23:30, winter time
        assertThat(Retention.decide(
                                Optional.of(new RetentionRule(0, 5, 0, 0, 0)),
                                List.of(early, late),
                                BERLIN,
                                Retention.Kept.NOTHING,
                                NOW)
                        .get(1)
                        .goes())
                .isTrue();
    }

    @Test
    void days_without_a_snapshot_do_not_count() {
        List<RestorePoint> points =
                List.of(point("2026-11-22T01:00:00Z"), point("2026-03-01T01:00:00Z"), point("2025-03-01T01:00:00Z"));
        assertThat(decide(RetentionRule.PROFILE, points)).noneMatch(Fate::goes);
    }

    @Test
    void a_week_begins_on_monday_and_may_lie_in_two_years() {
        RestorePoint sunday = point("2027-01-03T12:00:00Z");
        RestorePoint newYear = point("2027-01-01T12:00:00Z");
        RestorePoint monday = point("2026-12-28T12:00:00Z");
        RestorePoint before = point("2026-12-27T12:00:00Z");
        List<Fate> fates = decide(new RetentionRule(0, 0, 2, 0, 0), List.of(monday, before, sunday, newYear));
        assertThat(fates.stream().map(Fate::goes)).containsExactly(false, true, true, false);
    }

    @Test
    void each_rule_that_keeps_one_is_named() {
        List<Fate> fates = decide(new RetentionRule(1, 2, 2, 2, 2), nightly(400));
        assertThat(fates.get(0).because())
                .containsExactly(Reason.LAST, Reason.DAILY, Reason.WEEKLY, Reason.MONTHLY, Reason.YEARLY);
        assertThat(fates.get(1).because()).containsExactly(Reason.DAILY);
        assertThat(fates.stream().filter(fate -> fate.because().contains(Reason.YEARLY)))
                .extracting(fate -> LocalDate.ofInstant(fate.point().moment(), ZoneOffset.UTC))
                .containsExactly(LocalDate.of(2026, 11, 22), LocalDate.of(2025, 12, 31));
    }

    @Test
    void pins_and_holds_keep_what_no_rule_does() {
        List<RestorePoint> points = nightly(3);
        RetentionRule last = new RetentionRule(1, 0, 0, 0, 0);
        UUID pinned = points.get(2).snapshot();
        assertThat(Retention.decide(Optional.of(last), points, BERLIN, new Retention.Kept(Set.of(pinned), false), NOW))
                .extracting(Fate::goes)
                .containsExactly(false, true, false);
        assertThat(Retention.decide(Optional.of(last), points, BERLIN, new Retention.Kept(Set.of(), true), NOW))
                .allMatch(fate -> fate.because().contains(Reason.HELD));
    }

    @Test
    void whatever_the_rule_the_latest_stays_and_applying_it_again_lets_nothing_more_go() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            RetentionRule rule = new RetentionRule(
                    random.nextInt(3), random.nextInt(4), random.nextInt(4), random.nextInt(4), 1 + random.nextInt(3));
            List<RestorePoint> points = new ArrayList<>();
            for (int i = random.nextInt(60); i >= 0; i--) {
                points.add(new RestorePoint(
                        new UUID(random.nextLong(), random.nextLong()),
                        Instant.ofEpochSecond(1_700_000_000L + random.nextInt(80_000_000))));
            }
            List<Fate> fates = decide(rule, points);
            assertThat(fates.get(0).goes()).as("seed %d", seed).isFalse();
            List<RestorePoint> kept = new ArrayList<>();
            Set<LocalDate> days = new HashSet<>();
            for (Fate fate : fates) {
                if (fate.because().contains(Reason.DAILY)) {
                    assertThat(days.add(LocalDate.ofInstant(fate.point().moment(), ZoneOffset.UTC)))
                            .as("seed %d", seed)
                            .isTrue();
                }
                if (!fate.goes()) {
                    kept.add(fate.point());
                }
            }
            assertThat(days).as("seed %d", seed).hasSizeLessThanOrEqualTo(rule.daily());
            assertThat(decide(rule, kept)).as("seed %d", seed).noneMatch(Fate::goes);
        }
    }

    @Test
    void what_is_dated_ahead_stays_and_takes_nobodys_place_until_its_time_has_come() {
        RestorePoint ahead = point("2026-12-22T09:00:00Z");
        RestorePoint today = point("2026-11-22T09:00:00Z");
        RestorePoint yesterday = point("2026-11-21T09:00:00Z");
        Optional<RetentionRule> last = Optional.of(new RetentionRule(1, 0, 0, 0, 0));
        List<RestorePoint> all = List.of(ahead, today, yesterday);
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        List<Fate> fates = Retention.decide(last, all, BERLIN, Retention.Kept.NOTHING, now);
        assertThat(fates)
                .containsExactly(
                        new Fate(ahead, Set.of(Reason.AHEAD)),
                        new Fate(today, Set.of(Reason.LAST)),
                        new Fate(yesterday, Set.of()));
        assertThat(Retention.decide(last, all, BERLIN, Retention.Kept.NOTHING, ahead.moment()))
                .as("its time has come")
                .containsExactly(
                        new Fate(ahead, Set.of(Reason.LAST)), new Fate(today, Set.of()), new Fate(yesterday, Set.of()));
        assertThat(Retention.decide(
                        last,
                        all,
                        BERLIN,
                        Retention.Kept.NOTHING,
                        ahead.moment().minus(Duration.ofMinutes(59))))
                .as("two clocks may be a little apart")
                .first()
                .isEqualTo(new Fate(ahead, Set.of(Reason.LAST)));
    }
}
