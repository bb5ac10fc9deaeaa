package dev.profilekeep.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.HealthPolicy;
import dev.profilekeep.health.RepositoryFacts.Copies;
import dev.profilekeep.health.RepositoryFacts.Keys;
import dev.profilekeep.health.RepositoryFacts.Problem;
import dev.profilekeep.health.RepositoryFacts.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When something is wrong with a repository, and when it is not. */
class RepositoryRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
    private static final long GIB = 1L << 30;
    private static final RepositoryRules RULES = new RepositoryRules(HealthPolicy.STANDARD);

    private static RepositoryFacts facts(
            @Nullable Problem problem,
            @Nullable Keys keys,
            @Nullable Room room,
            List<String> sets,
            RepositoryFacts.@Nullable Test test,
            @Nullable Copies copies) {
        return new RepositoryFacts("lon", "Backups London", "lon", problem, keys, room, sets, test, copies, null);
    }

    private static Map<RepositoryFindingCode, Map<String, String>> found(RepositoryFacts facts) {
        return RULES.of(facts, NOW).stream()
                .collect(Collectors.toMap(RepositoryFinding::code, RepositoryFinding::facts));
    }

    private static Instant ago(int days) {
        return NOW.minus(Duration.ofDays(days));
    }

    @Test
    void of_one_that_was_never_looked_at_nothing_is_said() {
        assertThat(found(facts(null, null, null, List.of(), null, null))).isEmpty();
    }

    @Test
    void one_that_cannot_be_read_is_told_with_its_reason_and_since_when() {
        assertThat(RULES.of(facts(new Problem("no route", ago(1)), null, null, List.of(), null, null), NOW))
                .containsExactly(new RepositoryFinding(
                        RepositoryFindingCode.REPOSITORY_UNREADABLE,
                        "lon",
                        "lon",
                        Map.of("name", "Backups London", "reason", "no route", "since", "2026-11-21T06:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, false", "1, 90, false", "1, 91, true", "2, 400, true", "0, -1, true"})
    void a_recovery_key_is_proved_once_in_90_days(int keys, int daysAgo, boolean wrong) {
        var found = found(facts(null, new Keys(keys, daysAgo < 0 ? null : ago(daysAgo)), null, List.of(), null, null));
        assertThat(found.containsKey(RepositoryFindingCode.RECOVERY_KEY_NOT_PROVED))
                .isEqualTo(wrong);
        if (wrong && daysAgo > 0) {
            assertThat(found.get(RepositoryFindingCode.RECOVERY_KEY_NOT_PROVED))
                    .containsEntry("days", Integer.toString(daysAgo));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 500, 0, false", // half is free, and nothing is known of growth
        "1000, 99, 0, true",
        "1000, 100, 0, false",
        "1000, 100, 30, false", // room for three nights and some
        "1000, 500, 167, true", // for less than three
        "1000, 500, 166, false",
        "0, 0, 0, false" // nobody tells
    })
    void the_room_is_short_below_a_tenth_or_three_nights(long total, long free, long perNight, boolean wrong) {
        var found = found(facts(null, null, new Room(total * GIB, free * GIB, perNight * GIB), List.of(), null, null));
        assertThat(found.containsKey(RepositoryFindingCode.REPOSITORY_NEARLY_FULL))
                .isEqualTo(wrong);
    }

    @Test
    void sets_whose_backups_all_lie_where_their_people_work_are_named() {
        assertThat(found(facts(null, null, null, List.of("office", "pool"), null, null)))
                .containsEntry(
                        RepositoryFindingCode.BACKUPS_AT_ONE_SITE,
                        Map.of("name", "Backups London", "sets", "office, pool", "site", "lon"));
    }

    @ParameterizedTest
    @CsvSource({
        // days since the last test (-1: never), since the first backup, what failed, then: failed, overdue
        "10, 300, '', false, false",
        "136, 300, '', false, true",
        "135, 300, '', false, false",
        "10, 300, 2 of 3, true, false",
        "200, 300, 2 of 3, true, true",
        "-1, 100, '', false, false",
        "-1, 136, '', false, true"
    })
    void a_restore_test_is_due_each_interval_and_told_when_it_failed(
            int last, int first, String failure, boolean failed, boolean overdue) {
        var found = found(facts(
                null,
                null,
                null,
                List.of(),
                new RepositoryFacts.Test(last < 0 ? null : ago(last), failure, ago(first), Duration.ofDays(90)),
                null));
        assertThat(found.containsKey(RepositoryFindingCode.RESTORE_TEST_FAILED)).isEqualTo(failed);
        assertThat(found.containsKey(RepositoryFindingCode.RESTORE_TEST_OVERDUE))
                .isEqualTo(overdue);
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "2, false", "3, true"})
    void copies_may_be_two_days_behind(int oldest, boolean wrong) {
        var found = found(
                facts(null, null, null, List.of(), null, new Copies("Frankfurt", 4, oldest < 0 ? null : ago(oldest))));
        assertThat(found.containsKey(RepositoryFindingCode.COPIES_BEHIND)).isEqualTo(wrong);
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 0, true", "0, 0, 1, false"})
    void what_others_removed_is_told_with_whom_it_concerns(
            long snapshots, long containers, long decisions, boolean moment) {
        RepositoryFacts.Removed removed = new RepositoryFacts.Removed(
                snapshots, containers, List.of("Profile_anna", "Profile_ben"), moment ? ago(2) : null, decisions, NOW);
        var found = found(
                new RepositoryFacts("lon", "Backups London", "lon", null, null, null, List.of(), null, null, removed));
        assertThat(found).containsOnlyKeys(RepositoryFindingCode.BACKUPS_REMOVED);
        assertThat(found.get(RepositoryFindingCode.BACKUPS_REMOVED))
                .containsEntry("snapshots", Long.toString(snapshots))
                .containsEntry("containers", Long.toString(containers))
                .containsEntry("decisions", Long.toString(decisions))
                .containsEntry("names", "Profile_anna, Profile_ben")
                .hasSize(moment ? 7 : 6)
                .satisfies(facts -> assertThat(facts.containsKey("moment")).isEqualTo(moment));
    }

    @Test
    void no_name_is_that_of_a_finding_of_something_else() {
        for (RepositoryFindingCode code : RepositoryFindingCode.values()) {
            assertThat(FindingKind.of(code.name())).isSameAs(code);
            assertThat(code.name()).hasSizeLessThanOrEqualTo(32);
        }
    }
}
