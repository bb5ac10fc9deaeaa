package dev.profilekeep.lock;

import static dev.profilekeep.engine.Estate.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.engine.Estate;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.Initiator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockFindingsTest {
    @TempDir
    Path folder;

    @TempDir
    Path other;

    private Estate estate;

    @BeforeEach
    void annaIsKnown() throws InventoryRunningException {
        estate = new Estate(folder);
        for (String location : new String[] {"fra-profiles", "lon-profiles"}) {
            estate.put(location, ANNA + "_anna/Profile_anna.VHDX", "gpt-msr.vhdx");
        }
        estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void judged(String verdict, Instant at) {
        estate.engine().catalog().database().<RuntimeException>run(session -> {
            session.update("DELETE FROM container_lock");
            session.update(
                    "INSERT INTO container_lock (container_id, verdict, rule, remedy, host, host_key, holder_account,"
                            + " locked_since, judged_at, judged_file_time, observations) SELECT id, ?, 'A_RULE', '', 'AVD-12',"
                            + " 'avd-12', '', ?, ?, 0, '[]' FROM container",
                    verdict,
                    at.minus(Duration.ofHours(2)),
                    at);
        });
    }

    private List<FindingRow> findings() {
        estate.engine().inventory().judgeAnew();
        return estate.engine().health().list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STALE", "UNPROVED"})
    void a_lock_behind_which_nobody_is_known_to_work_is_told_until_it_is_gone(String verdict) {
        Instant now = estate.clock().instant();
        judged(verdict, now);
        assertThat(findings()).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo(FindingCode.LOCKED);
            assertThat(row.facts())
                    .containsEntry("verdict", verdict)
                    .containsEntry("host", "AVD-12")
                    .containsEntry("since", now.minus(Duration.ofHours(2)).toString());
        });
        judged("NONE", now);
        assertThat(findings()).isEmpty();
    }

    @Test
    void somebody_at_work_and_a_verdict_of_yesterday_are_no_findings() {
        Instant now = estate.clock().instant();
        judged("LIVE", now);
        assertThat(findings()).isEmpty();
        judged("STALE", now.minus(LockFindings.HOLDS));
        assertThat(findings()).as("a day old exactly").hasSize(1);
        judged("STALE", now.minus(LockFindings.HOLDS).minusSeconds(1));
        assertThat(findings()).isEmpty();
    }

    /** What lists say of Anna, without anybody judging all. */
    private static List<FindingRow> told(LockedEstate estate) {
        return estate.engine().health().list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 50).stream()
                .filter(row -> row.code() == FindingCode.LOCKED)
                .toList();
    }

    private static boolean listed(LockedEstate estate) {
        return estate.engine()
                .containers()
                .detail(estate.anna())
                .orElseThrow()
                .row()
                .findings()
                .contains(FindingCode.LOCKED);
    }

    @Test
    void a_look_and_a_clear_are_followed_by_the_finding_at_once() {
        try (LockedEstate locked = LockedEstate.cloudCacheOf(other, "AVD-01").annaLocked()) {
            assertThat(told(locked)).as("nobody has looked yet").isEmpty();
            locked.aMinuteLater();
            locked.locks().look(locked.anna());
            assertThat(told(locked)).singleElement().satisfies(row -> assertThat(row.facts())
                    .containsEntry("verdict", "UNPROVED"));
            assertThat(listed(locked)).isTrue();

            locked.aMinuteLater();
            locked.report("AVD-01", null, 0L);
            ClearPlan plan = locked.locks().plan(List.of(locked.anna()));
            assertThat(told(locked)).singleElement().satisfies(row -> assertThat(row.facts())
                    .containsEntry("verdict", "STALE"));
            locked.locks().clear(plan, new ClearRequest(LockedEstate.HELGE, "she called", ""), row -> {});
            assertThat(locked.annaIsLocked()).isFalse();
            assertThat(told(locked)).isEmpty();
            assertThat(listed(locked)).isFalse();
        }
    }

    @Test
    void a_run_over_all_locks_is_followed_by_the_findings_and_leaves_others_as_they_are() {
        try (LockedEstate locked = LockedEstate.cloudCache(other).annaLocked()) {
            locked.estate.put(LockedEstate.FRA, LockedEstate.BENS, "gpt-msr.vhdx"); // and not in London
            locked.inventory();
            List<FindingKind> before =
                    locked.engine().health().list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 50).stream()
                            .map(FindingRow::code)
                            .toList();
            assertThat(before).contains(FindingCode.COPY_MISSING).doesNotContain(FindingCode.LOCKED);

            JudgeProgress end = locked.locks().judgeAll(Initiator.JOB, () -> false, progress -> {});

            assertThat(end.unproved()).isOne();
            assertThat(told(locked)).hasSize(1);
            assertThat(locked.engine().health().list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 50))
                    .extracting(FindingRow::code)
                    .containsAll(before)
                    .hasSize(before.size() + 1);
        }
    }
}
