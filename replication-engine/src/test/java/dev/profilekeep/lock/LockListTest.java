package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.BENS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.lock.LockSort.Column;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The list of what is locked, as it was judged last. */
class LockListTest extends LooksCase {
    private static LockFilter filter(String verdict) {
        return new LockFilter(Set.of(verdict), "", Set.of(), "", null);
    }

    private String annasState() {
        ContainerRow row =
                estate.engine().containers().detail(estate.anna()).orElseThrow().row();
        return row.state() + " " + row.locked();
    }

    @Test
    void the_list_tells_what_is_locked_by_whom_and_outlives_the_process() throws Exception {
        standard();
        estate.locked(BENS);
        assertThat(estate.locks().list(LockFilter.ALL, new LockSort(Column.ACCOUNT, false), 0, 10))
                .as("in this mode a lock file alone is nothing to the inventory")
                .isEmpty();
        estate.report("AVD-12", null, null, List.of(LockedEstate.annaSince(Instant.parse("2022-06-20T08:00:00Z"))));
        try (OpenFile open = estate.open(FRA, ANNAS)) {
            assertThat(open.size()).isPositive();
            assertThat(estate.verdict()).isEqualTo("LIVE HELD");
        }
        estate.locks().look(estate.container("ben"));
        LockService locks = estate.estate.reopen().locks();

        List<LockRow> rows = locks.list(LockFilter.ALL, new LockSort(Column.ACCOUNT, false), 0, 10);
        assertThat(rows).extracting(LockRow::account).containsExactly("anna", "ben");
        assertThat(rows).extracting(row -> row.verdict().word()).containsExactly("LIVE", "STALE");
        assertThat(rows.get(0).verdict().observations()).isNotEmpty();
        assertThat(rows.get(0).verdict().holder().since()).isNotNull();
        assertThat(locks.count(filter("STALE"))).isEqualTo(1);
        assertThat(locks.list(filter("STALE"), new LockSort(Column.VERDICT, true), 0, 10))
                .extracting(LockRow::account)
                .containsExactly("ben");
        assertThat(locks.count(new LockFilter(Set.of(), "", Set.of("lon"), "änn", null)))
                .isEqualTo(1);
        assertThat(locks.count(new LockFilter(Set.of(), "", Set.of(), "", Set.of(Estate.BEN))))
                .isEqualTo(1);
        assertThat(locks.count(new LockFilter(Set.of(), "", Set.of(), "", Set.of())))
                .isZero();
        assertThat(locks.count(new LockFilter(Set.of(), "AVD-99", Set.of(), "", null)))
                .isZero();
        assertThat(locks.list(LockFilter.ALL, new LockSort(Column.HOST, false), 1, 1))
                .hasSize(1);
    }

    @Test
    void what_the_inventory_finds_locked_is_listed_before_anybody_looked_and_grouped_by_machine_after() {
        cloudCache();
        estate.locked(BENS);
        assertThat(estate.locks().list(LockFilter.ALL, new LockSort(Column.ACCOUNT, false), 0, 10))
                .hasSize(2)
                .allMatch(row -> row.verdict() == null);
        assertThat(estate.locks().count(filter(LockFilter.NOT_JUDGED))).isEqualTo(2);
        estate.report("AVD-12", null, null, List.of(LockedEstate.annaSince(Instant.parse("2022-06-18T04:00:00Z"))));
        estate.aMinuteLater();
        Instant boot = estate.now();
        estate.report("AVD-12", boot, 0L);

        List<JudgeProgress> told = new ArrayList<>();
        JudgeProgress end = estate.locks().judgeAll(Initiator.PERSON, () -> false, told::add);

        assertThat(end).isEqualTo(new JudgeProgress(2, 2, 0, 1, 1, 0, 0));
        assertThat(told).last().isEqualTo(end);
        assertThat(estate.locks().count(filter(LockFilter.NOT_JUDGED))).isZero();
        assertThat(estate.locks().groups())
                .filteredOn(group -> group.host().equals("AVD-12"))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.locked()).isEqualTo(1);
                    assertThat(group.stale()).isEqualTo(1);
                    assertThat(group.restarted()).isTrue();
                    assertThat(group.lastBoot()).isEqualTo(boot);
                });
        assertThat(estate.locks()
                        .list(
                                new LockFilter(Set.of(), LockFilter.NO_HOST, Set.of(), "", null),
                                new LockSort(Column.ACCOUNT, false),
                                0,
                                10))
                .as("the group of which the machine is not known")
                .extracting(LockRow::account)
                .containsExactly("ben");
        assertThat(estate.locks()
                        .judgeAll(Initiator.PERSON, () -> true, progress -> {})
                        .done())
                .isZero();
    }

    @Test
    void a_lock_that_is_gone_leaves_the_list() {
        cloudCache();
        estate.verdict();
        assertThat(estate.locks().count(LockFilter.ALL)).isEqualTo(1);
        estate.estate.delete(FRA, ANNAS + ".lock");
        estate.estate.delete(LON, ANNAS + ".lock");
        assertThat(estate.verdict()).isEqualTo("free");
        assertThat(estate.locks().count(LockFilter.ALL)).isZero();
        assertThat(estate.locks().find(estate.anna())).isEmpty();
    }

    @Test
    void what_a_look_meets_free_is_in_use_no_more_until_an_inventory_sees_it_locked_again() throws Exception {
        cloudCache();
        assertThat(annasState()).isEqualTo("IN_USE true");
        estate.estate.delete(FRA, ANNAS + ".lock");
        estate.estate.delete(LON, ANNAS + ".lock");
        assertThat(annasState()).as("as the inventory saw it").isEqualTo("IN_USE true");
        assertThat(estate.verdict()).as("the first look ever").isEqualTo("free");
        assertThat(annasState()).isEqualTo("HEALTHY false");
        estate.aMinuteLater();
        lockedNow();
        estate.inventory();
        assertThat(annasState()).isEqualTo("IN_USE true");
        estate.estate.delete(FRA, ANNAS + ".lock");
        estate.estate.delete(LON, ANNAS + ".lock");
        assertThat(estate.verdict()).as("as at the look before").isEqualTo("free");
        assertThat(annasState()).isEqualTo("HEALTHY false");
    }

    @Test
    void a_lock_at_a_site_that_fell_silent_stays_in_the_list() {
        cloudCache();
        estate.estate.delete(FRA, ANNAS + ".lock");
        estate.estate.faulty(LON).fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());
        assertThat(estate.verdict()).as("as the inventory saw it").isEqualTo("UNPROVED NOT_ASKED");
        assertThat(estate.locks().count(LockFilter.ALL)).isEqualTo(1);
    }
}
