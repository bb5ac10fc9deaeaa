package dev.profilekeep.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.NotificationsConfig.Channel;
import dev.profilekeep.config.NotificationsConfig.Level;
import dev.profilekeep.config.NotificationsConfig.Target;
import dev.profilekeep.config.QuietHours;
import dev.profilekeep.config.SecretSource;
import dev.profilekeep.health.Severity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DigestPlanTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** 14:00 in Berlin. */
    private static final Instant NOW = Instant.parse("2026-11-20T13:00:00Z");

    private static final Target PEOPLE = new Target.Addresses(List.of("ops@example.com"));
    private static final Target MACHINE =
            new Target.Webhook(URI.create("https://hooks.example.com/in"), new SecretSource.Environment("SECRET"));

    private static Channel channel(Target target, Level atOnce, List<QuietHours> quiet, @Nullable Level through) {
        return new Channel(
                "ops",
                target,
                Level.WARN,
                atOnce,
                target == MACHINE ? List.of() : List.of(LocalTime.of(8, 0)),
                quiet,
                through,
                Set.of(),
                Locale.ENGLISH,
                true);
    }

    private static Channel people() {
        return channel(PEOPLE, Level.CRITICAL, List.of(), null);
    }

    private static Incident incident(long id, Severity severity, Instant opened, @Nullable Instant end) {
        return new Incident(id, IncidentKind.SITE_DOWN, severity, "fra", Map.of(), opened, opened, opened, end);
    }

    private static Incident critical(long id, Duration ago) {
        return incident(id, Severity.CRITICAL, NOW.minus(ago), null);
    }

    private static DigestPlan plan(Channel channel, List<Incident> untold, List<Incident> ended, Instant now) {
        return DigestPlan.of(channel, BERLIN, now.minus(Duration.ofMinutes(1)), untold, ended, now);
    }

    @Test
    void what_is_critical_goes_at_once_but_not_before_others_had_a_minute_to_join_it() {
        Incident first = critical(1, Duration.ofSeconds(59));
        assertThat(plan(people(), List.of(first), List.of(), NOW).empty()).isTrue();

        Instant later = NOW.plusSeconds(1);
        Incident second = incident(2, Severity.CRITICAL, NOW.minusSeconds(70), null);
        assertThat(plan(people(), List.of(second, first), List.of(), later).opened())
                .containsExactly(second, first);
    }

    @Test
    void a_warning_waits_for_the_digest_and_a_note_is_not_told_at_all() {
        Incident warning = incident(1, Severity.WARN, NOW.minus(Duration.ofHours(2)), null);
        Incident note = incident(2, Severity.INFO, NOW.minus(Duration.ofHours(2)), null);
        assertThat(plan(people(), List.of(warning, note), List.of(), NOW).empty())
                .isTrue();

        Instant eight = Instant.parse("2026-11-21T07:00:00Z");
        DigestPlan digest = plan(people(), List.of(warning, note), List.of(), eight);
        assertThat(digest.digest()).isTrue();
        assertThat(digest.opened()).containsExactly(warning);
    }

    @Test
    void the_digest_says_what_came_and_went_and_what_is_over() {
        Instant eight = Instant.parse("2026-11-21T07:00:00Z");
        Incident gone = incident(1, Severity.CRITICAL, eight.minusSeconds(900), eight.minusSeconds(880));
        Incident over = incident(2, Severity.CRITICAL, eight.minusSeconds(9000), eight.minusSeconds(100));
        DigestPlan digest = plan(people(), List.of(gone), List.of(over), eight);
        assertThat(digest.opened()).containsExactly(gone);
        assertThat(digest.resolved()).containsExactly(over);
    }

    @Test
    void nothing_over_is_told_to_people_by_a_message_of_its_own_but_to_machines_it_is() {
        Incident over = incident(2, Severity.CRITICAL, NOW.minusSeconds(9000), NOW.minusSeconds(100));
        assertThat(plan(people(), List.of(), List.of(over), NOW).empty()).isTrue();
        assertThat(plan(channel(MACHINE, Level.WARN, List.of(), null), List.of(), List.of(over), NOW)
                        .resolved())
                .containsExactly(over);
    }

    @Test
    void quiet_hours_hold_everything_back_until_they_end() {
        Channel quiet = channel(PEOPLE, Level.CRITICAL, List.of(QuietHours.parse("13:00-15:00")), null);
        Incident critical = critical(1, Duration.ofMinutes(10));
        assertThat(plan(quiet, List.of(critical), List.of(), NOW).empty()).isTrue();
        assertThat(plan(quiet, List.of(critical), List.of(), NOW.plus(Duration.ofHours(1)))
                        .opened())
                .containsExactly(critical);
    }

    @Test
    void what_was_over_before_the_quiet_hours_were_is_told_when_they_end_unless_it_was_too_short_to_be_told_at_once() {
        Channel quiet = channel(MACHINE, Level.WARN, List.of(QuietHours.parse("13:00-15:00")), null);
        Incident gone = incident(1, Severity.WARN, NOW.minusSeconds(1800), NOW.minusSeconds(600));
        Incident moment = incident(2, Severity.WARN, NOW.minusSeconds(1800), NOW.minusSeconds(1750));
        List<Incident> untold = List.of(gone, moment);
        assertThat(plan(quiet, untold, List.of(), NOW.plusSeconds(3599)).empty())
                .isTrue();
        DigestPlan plan = plan(quiet, untold, List.of(), NOW.plusSeconds(3600));
        assertThat(plan.opened()).containsExactly(gone);
        assertThat(plan.digest()).isFalse();

        Channel awake = channel(MACHINE, Level.WARN, List.of(), null);
        assertThat(plan(awake, List.of(moment), List.of(), NOW).empty()).isTrue();
        Channel digests = channel(PEOPLE, Level.CRITICAL, List.of(QuietHours.parse("13:00-15:00")), null);
        assertThat(plan(digests, List.of(gone), List.of(), NOW.plusSeconds(3600))
                        .empty())
                .as("a warning waits for the digest")
                .isTrue();
    }

    @Test
    void what_is_bad_enough_goes_through_quiet_hours_and_takes_nothing_lesser_along() {
        Channel quiet = channel(PEOPLE, Level.WARN, List.of(QuietHours.parse("13:00-15:00")), Level.CRITICAL);
        Incident critical = critical(1, Duration.ofMinutes(10));
        Incident warning = incident(2, Severity.WARN, NOW.minus(Duration.ofMinutes(10)), null);
        assertThat(plan(quiet, List.of(critical, warning), List.of(), NOW).opened())
                .containsExactly(critical);
    }

    @Test
    void a_digest_in_quiet_hours_is_sent_when_they_end_and_only_once() {
        Channel quiet = channel(PEOPLE, Level.CRITICAL, List.of(QuietHours.parse("07:00-09:00")), null);
        Instant eight = Instant.parse("2026-11-21T07:00:00Z");
        Instant nine = eight.plus(Duration.ofHours(1));
        Instant yesterday = eight.minus(Duration.ofHours(24));
        assertThat(DigestPlan.digestDue(quiet, BERLIN, yesterday, eight)).isFalse();
        assertThat(DigestPlan.digestDue(quiet, BERLIN, yesterday, nine)).isTrue();
        assertThat(DigestPlan.digestDue(quiet, BERLIN, nine, nine.plusSeconds(60)))
                .isFalse();
    }

    @Test
    void a_digest_missed_while_nothing_ran_is_made_up_for_also_past_midnight() {
        Channel late = new Channel(
                "ops",
                PEOPLE,
                Level.WARN,
                Level.CRITICAL,
                List.of(LocalTime.of(23, 30)),
                List.of(),
                null,
                Set.of(),
                Locale.ENGLISH,
                true);
        Instant halfPastMidnight = Instant.parse("2026-11-20T23:30:00Z");
        assertThat(DigestPlan.digestDue(late, BERLIN, halfPastMidnight.minus(Duration.ofHours(2)), halfPastMidnight))
                .isTrue();
    }

    @Test
    void a_time_that_the_clocks_skip_or_repeat_is_one_digest() {
        Channel early = new Channel(
                "ops",
                PEOPLE,
                Level.WARN,
                Level.CRITICAL,
                List.of(LocalTime.of(2, 30)),
                List.of(),
                null,
                Set.of(),
                Locale.ENGLISH,
                true);
        for (String day : List.of("2026-03-29", "2026-10-25")) {
            Instant at = Instant.parse(day + "T00:00:00Z").minus(Duration.ofHours(1));
            Instant last = at;
            int digests = 0;
            for (int minute = 0; minute < 6 * 60; minute++) {
                Instant now = at.plus(Duration.ofMinutes(minute));
                if (DigestPlan.digestDue(early, BERLIN, last, now)) {
                    digests++;
                    last = now;
                }
            }
            assertThat(digests).as(day).isEqualTo(1);
        }
    }

    @Test
    void other_sites_incidents_are_not_told_but_those_of_none_are() {
        Channel london = new Channel(
                "ops",
                PEOPLE,
                Level.WARN,
                Level.CRITICAL,
                List.of(),
                List.of(),
                null,
                Set.of("lon"),
                Locale.ENGLISH,
                true);
        Incident everywhere = new Incident(
                7,
                IncidentKind.HOST_LEFT_LOCKS,
                Severity.CRITICAL,
                null,
                Map.of(),
                NOW.minusSeconds(600),
                NOW.minusSeconds(600),
                NOW,
                null);
        assertThat(plan(london, List.of(critical(1, Duration.ofMinutes(10)), everywhere), List.of(), NOW)
                        .opened())
                .containsExactly(everywhere);
    }
}
