package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.lock.ClearDocument;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.storage.FaultyStorage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lock clear} ends with, on storage that can tell who has a disk open. */
class LockClearCommandTest {
    private static final String ANNAS = Estate.ANNA + "_anna/Profile_anna.VHDX";

    @TempDir
    Path folder;

    private Estate estate;
    private LocksHere locks;
    private long anna;

    @BeforeEach
    void open() throws Exception {
        estate = new Estate(folder).mode("ASSIST").replication("ENGINE");
        estate.put("fra-profiles", ANNAS, "gpt-msr.vhdx");
        estate.put("lon-profiles", ANNAS, "gpt-msr.vhdx");
        estate.engine().inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        locks = new LocksHere(estate.engine(), new Actor("command line:root", "root", List.of(), ""));
        anna = locks.search("anna").get(0).container();
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private static Refusal.Why why(ClearDocument.Plan plan) {
        return plan.rows().get(0).refusal().why();
    }

    @Test
    void that_nothing_locks_it_is_as_good_as_that_it_was_cleared() {
        ClearDocument.Plan plan = locks.plan(List.of(anna));
        assertThat(why(plan)).isEqualTo(Refusal.Why.NOT_LOCKED);
        assertThat(LockClearCommand.wouldLeaveNothing(locks, plan)).isTrue();
        assertThat(LockClearCommand.leftNothing(locks, locks.clear(plan, "called", "")))
                .isTrue();
    }

    @Test
    void that_nothing_was_seen_that_locks_it_is_not() {
        estate.faulty("lon-profiles").fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());
        ClearDocument.Plan plan = locks.plan(List.of(anna));
        assertThat(why(plan)).isEqualTo(Refusal.Why.NOT_LOCKED);
        assertThat(LockClearCommand.wouldLeaveNothing(locks, plan)).isFalse();
        assertThat(LockClearCommand.leftNothing(locks, locks.clear(plan, "called", "")))
                .isFalse();
    }

    @Test
    void what_is_refused_and_does_not_exist_are_not_either() {
        ClearDocument.Plan plan = locks.plan(List.of(anna, 4711L));
        assertThat(LockClearCommand.wouldLeaveNothing(locks, plan)).isFalse();
    }
}
