package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.lock.LockSort.Column;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A morning after a bad night: two thousand people are locked out, and some of them are not. */
class ManyLocksTest {
    private static final int PEOPLE = 2_000;
    private static final int WORKING = 20;

    @TempDir
    Path folder;

    private static String disk(int person) {
        return "S-1-5-21-1-2-3-" + (10_000 + person) + "_u" + person + "/Profile_u" + person + ".VHDX";
    }

    @Test
    void two_thousand_locks_are_judged_in_one_run() throws Exception {
        List<OpenFile> open = new ArrayList<>();
        try (LockedEstate estate = LockedEstate.cloudCacheOf(folder, "AVD-01")) {
            for (String location : new String[] {FRA, LON}) {
                for (int person = 0; person < PEOPLE; person++) {
                    estate.estate.write(location, disk(person), new byte[0]);
                    estate.estate.write(location, disk(person) + ".lock", new byte[0]);
                }
            }
            estate.inventory();
            for (int person = 0; person < WORKING; person++) {
                open.add(estate.open(person % 2 == 0 ? FRA : LON, disk(person)));
            }
            estate.aMinuteLater();
            estate.report("AVD-01", null, 0L);
            List<JudgeProgress> told = new ArrayList<>();

            JudgeProgress end = estate.locks().judgeAll(Initiator.PERSON, () -> false, told::add);

            assertThat(end).isEqualTo(new JudgeProgress(PEOPLE, PEOPLE, WORKING, PEOPLE - WORKING, 0, 0, 0));
            assertThat(told).hasSizeGreaterThan(PEOPLE / 100).last().isEqualTo(end);
            assertThat(estate.locks().count(new LockFilter(Set.of("STALE"), "", Set.of(), "", null)))
                    .isEqualTo(PEOPLE - WORKING);
            assertThat(estate.locks()
                            .list(
                                    new LockFilter(Set.of("LIVE"), "", Set.of(), "", null),
                                    new LockSort(Column.ACCOUNT, false),
                                    0,
                                    100))
                    .hasSize(WORKING)
                    .allMatch(row -> row.verdict() != null && row.verdict().rule() == LockRule.HELD);
            assertThat(estate.locks().counts().probes()).isEqualTo(2L * PEOPLE);
        }
        assertThat(open).hasSize(WORKING);
    }
}
