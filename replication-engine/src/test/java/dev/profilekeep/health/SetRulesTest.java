package dev.profilekeep.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.HealthPolicy;
import dev.profilekeep.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetRulesTest {
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;
    private static final Instant NOW = Instant.parse("2026-06-01T00:30:00Z");
    private static final Instant EVENING = NOW.minus(Duration.ofHours(7));

    private final SetRules rules = new SetRules(HealthPolicy.STANDARD);

    private static CopyOfSet copy(String site, Instant written, long virtual, long used, @Nullable Instant behind) {
        return new CopyOfSet(site + "-p", site, StoredFile.fromInstant(written), virtual, used, true, false, behind);
    }

    private static CopyOfSet busy(CopyOfSet copy) {
        return new CopyOfSet(
                copy.locationId(), copy.siteId(), copy.written(), copy.virtualSize(), copy.used(), true, true, null);
    }

    private static CopyOfSet unread(CopyOfSet copy) {
        return new CopyOfSet(
                copy.locationId(),
                copy.siteId(),
                copy.written(),
                copy.virtualSize(),
                copy.used(),
                false,
                false,
                copy.behindSince());
    }

    @Test
    void equal_copies_a_single_copy_and_none_have_no_findings() {
        CopyOfSet fra = copy("fra", EVENING, 30 * GIB, 5 * GIB, null);
        CopyOfSet lon = copy("lon", EVENING, 30 * GIB, 5 * GIB, null);
        assertThat(rules.ofCopies(List.of(fra, lon), NOW)).isEmpty();
        assertThat(rules.ofCopies(List.of(fra), NOW)).isEmpty();
        assertThat(rules.ofCopies(List.of(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"25, false", "26, true", "400, true"})
    void a_copy_that_stands_still_for_so_many_hours_is_behind(int hours, boolean found) {
        CopyOfSet fra = copy("fra", EVENING, 30 * GIB, 5 * GIB, null);
        CopyOfSet lon =
                copy("lon", EVENING.minus(Duration.ofDays(3)), 30 * GIB, 4 * GIB, NOW.minus(Duration.ofHours(hours)));
        List<Finding> findings = rules.ofCopies(List.of(fra, lon), NOW);
        if (found) {
            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(FindingCode.COPY_BEHIND);
                assertThat(finding.location()).isEqualTo("lon-p");
                assertThat(finding.facts())
                        .containsEntry("hours", Integer.toString(hours))
                        .containsEntry("site", "lon")
                        .containsEntry("newestSite", "fra")
                        .containsEntry("newest", EVENING.toString());
            });
        } else {
            assertThat(findings).isEmpty();
        }
    }

    @Test
    void a_copy_that_nobody_could_look_at_is_not_called_behind() {
        CopyOfSet fra = copy("fra", EVENING, 30 * GIB, 5 * GIB, null);
        CopyOfSet lon =
                copy("lon", EVENING.minus(Duration.ofDays(9)), 30 * GIB, 4 * GIB, NOW.minus(Duration.ofDays(8)));
        assertThat(rules.ofCopies(List.of(fra, unread(lon)), NOW)).isEmpty();
    }

    @Test
    void different_maximum_sizes_are_told_unless_somebody_is_at_work() {
        CopyOfSet fra = copy("fra", EVENING, 40 * GIB, 5 * GIB, null);
        CopyOfSet lon = copy("lon", EVENING, 30 * GIB, 5 * GIB, null);
        assertThat(rules.ofCopies(List.of(fra, lon), NOW)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.COPIES_DIFFER);
            assertThat(finding.facts()).containsEntry("what", "maximum").containsEntry("bytes", "" + 30 * GIB);
        });
        assertThat(rules.ofCopies(List.of(busy(fra), lon), NOW)).isEmpty();
        assertThat(rules.ofCopies(List.of(fra, busy(lon)), NOW)).isEmpty();
        assertThat(rules.ofCopies(List.of(fra, unread(lon)), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5120, 5376, false", "5120, 5377, true", "20480, 21504, false", "20480, 21580, true"})
    void what_is_used_may_differ_by_256_mib_or_five_percent(long fraMib, long lonMib, boolean found) {
        CopyOfSet fra = copy("fra", EVENING, 30 * GIB, fraMib * MIB, null);
        CopyOfSet lon = copy("lon", EVENING, 30 * GIB, lonMib * MIB, null);
        assertThat(rules.ofCopies(List.of(fra, lon), NOW)).hasSize(found ? 1 : 0);
    }

    @Test
    void what_is_used_says_nothing_when_the_last_writes_are_not_the_same() {
        CopyOfSet fra = copy("fra", EVENING, 30 * GIB, 9 * GIB, null);
        CopyOfSet lon = copy("lon", EVENING.minus(Behind.SAME).minusSeconds(1), 30 * GIB, 5 * GIB, null);
        assertThat(rules.ofCopies(List.of(fra, lon), NOW)).isEmpty();
        CopyOfSet same = copy("lon", EVENING.minus(Behind.SAME), 30 * GIB, 5 * GIB, null);
        assertThat(rules.ofCopies(List.of(fra, same), NOW)).hasSize(1);
    }

    @Test
    void behind_begins_when_another_copy_is_newer_and_ends_when_it_catches_up() {
        long monday = StoredFile.fromInstant(EVENING);
        long tuesday = StoredFile.fromInstant(EVENING.plus(Duration.ofDays(1)));
        assertThat(Behind.next(null, monday, monday, NOW)).isNull();
        Behind begun = Behind.next(null, tuesday, monday, NOW);
        assertThat(begun).isEqualTo(new Behind(NOW, monday));
        assertThat(Behind.next(begun, tuesday, monday, NOW.plusSeconds(3_600))).isEqualTo(begun);
        assertThat(Behind.next(begun, tuesday, tuesday, NOW.plusSeconds(3_600))).isNull();
    }

    @Test
    void nightly_replication_that_is_always_a_night_late_is_not_behind() {
        Behind behind = null;
        for (int day = 0; day < 30; day++) {
            Instant looked = NOW.plus(Duration.ofDays(day));
            long newest = StoredFile.fromInstant(EVENING.plus(Duration.ofDays(day)));
            long replicated = StoredFile.fromInstant(EVENING.plus(Duration.ofDays(day - 1L)));
            behind = Behind.next(behind, newest, replicated, looked);
            assertThat(behind).isEqualTo(new Behind(looked, replicated));
        }
    }

    @Test
    void replication_that_broke_down_is_seen_although_work_goes_on() {
        long broken = StoredFile.fromInstant(EVENING);
        Behind behind = null;
        for (int day = 1; day < 5; day++) {
            long newest = StoredFile.fromInstant(EVENING.plus(Duration.ofDays(day)));
            behind = Behind.next(behind, newest, broken, NOW.plus(Duration.ofDays(day)));
        }
        assertThat(behind).isEqualTo(new Behind(NOW.plus(Duration.ofDays(1)), broken));
    }

    @ParameterizedTest
    @CsvSource({"600, 30, true", "400, 30, true", "390, 31, false"})
    void a_forecast_is_a_finding_within_thirty_days(long mibPerDay, int days, boolean found) {
        long left = mibPerDay * days * MIB;
        List<GrowthForecast.Point> points = new ArrayList<>();
        for (int day = 0; day < 20; day++) {
            points.add(
                    new GrowthForecast.Point(NOW.minus(Duration.ofDays(19L - day)), 10 * GIB + day * mibPerDay * MIB));
        }
        long capacity = 10 * GIB + 19 * mibPerDay * MIB + left;
        Optional<Finding> finding = rules.ofGrowth("fra-p", points, capacity, NOW);
        assertThat(finding.isPresent()).isEqualTo(found);
        finding.ifPresent(told -> assertThat(told.facts())
                .containsEntry("days", Integer.toString(days))
                .containsEntry("confidence", "HIGH"));
    }
}
