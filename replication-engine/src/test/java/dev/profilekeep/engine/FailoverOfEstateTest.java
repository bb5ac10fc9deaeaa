package dev.profilekeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.broker.ApplicationGroup;
import dev.profilekeep.broker.HostPool;
import dev.profilekeep.broker.PeopleGroup;
import dev.profilekeep.broker.PoolModel;
import dev.profilekeep.broker.SimulatedBroker;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.failover.FailoverService;
import dev.profilekeep.failover.Plan;
import dev.profilekeep.failover.RefusedException;
import dev.profilekeep.failover.Run;
import dev.profilekeep.failover.Run.State;
import dev.profilekeep.failover.Run.StepState;
import dev.profilekeep.failover.StepKind;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.replica.TwoDisks;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.replicate.estate.ReplicationRun;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People of a small estate go to another site: real copies, real catalog, the simulated broker. */
class FailoverOfEstateTest {
    private static final String FRA = "fra-profiles";
    private static final String LON = "lon-profiles";
    private static final String ANNA = Estate.ANNA + "_anna/Profile_anna.VHDX";
    private static final String BEN = Estate.BEN + "_ben/Profile_ben.VHDX";
    private static final Actor ADA = new Actor("corp:ada@example.com", "Ada", List.of("ADMINISTRATOR"), "");
    private static final Actor ALAN = new Actor("corp:alan@example.com", "Alan", List.of("ADMINISTRATOR"), "");

    @TempDir
    Path folder;

    private Estate estate;
    private SparseMemoryDevice here;

    @BeforeEach
    void twoPeopleWithCopies() throws Exception {
        estate = new Estate(folder).replication("ENGINE").mode("ACT").modeInLondon("ACT");
        here = TwoDisks.of("mbr-dynamic.vhd", 1);
        estate.write(FRA, ANNA, TwoDisks.bytes(here));
        estate.write(FRA, BEN, TwoDisks.bytes(here));
        inventory();
        night();
        SimulatedBroker broker = estate.engine().simulatedBroker();
        for (String site : List.of("fra", "lon")) {
            broker.put(new HostPool(
                    site + "-pool",
                    site,
                    site,
                    PoolModel.ACTIVE_PASSIVE,
                    List.of(new HostPool.Host(site + "-1", site.equals("fra"), false))));
        }
        broker.put(new PeopleGroup("all", "All", Set.of(Estate.ANNA, Estate.BEN)));
        broker.put(new ApplicationGroup("fra-desk", "Desktop", "fra-pool", Set.of("all")));
        broker.put(new ApplicationGroup("lon-desk", "Desktop", "lon-pool", Set.of()));
        estate.engine().failoverPlans().save(plan(), ADA, "a test");
    }

    private static Plan plan() {
        return new Plan(
                "fra-lon",
                "Frankfurt to London",
                "fra",
                "lon",
                List.of("pool"),
                List.of(),
                Map.of("fra-desk", "lon-desk"),
                60,
                Stream.of(
                                StepKind.CHECK,
                                StepKind.FREEZE_JOBS,
                                StepKind.REMOVE_GROUPS,
                                StepKind.DISCONNECT_SESSIONS,
                                StepKind.LAST_REPLICATION,
                                StepKind.VERIFY_COPIES,
                                StepKind.SWITCH_ORDER,
                                StepKind.ASSIGN_GROUPS,
                                StepKind.START_HOSTS,
                                StepKind.CONFIRM,
                                StepKind.COMMUNICATE)
                        .map(kind -> new Plan.Step(kind, 1, null))
                        .toList());
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void inventory() throws Exception {
        estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
    }

    private ReplicationRun night() throws Exception {
        ReplicationRun run = estate.engine().replications().runAll("schedule", false, "", RunControl.NEVER_STOP);
        assertThat(run.phase()).as(run.reason()).isEqualTo(ReplicationRun.Phase.DONE);
        inventory();
        return run;
    }

    private FailoverService failovers() {
        return estate.engine().failovers();
    }

    private Run started() throws Exception {
        failovers().approve(failovers().ask("fra-lon", ADA, "it burns").id(), ALAN, "yes");
        return failovers().go(failovers().start("fra-lon", ADA, "now").id(), Actor.SCHEDULE);
    }

    private void work(String location, String path, int value) throws Exception {
        estate.clock().forward(Duration.ofMinutes(5));
        TwoDisks.changeOneByte(here, value);
        try (OpenFile open = estate.storage(location).openForWriting(StoragePath.of(path), Sharing.NONE)) {
            open.writeFully(0, ByteBuffer.wrap(TwoDisks.bytes(here)));
        }
        estate.storage(location)
                .setTimes(
                        StoragePath.of(path),
                        0,
                        dev.profilekeep.storage.StoredFile.fromInstant(
                                estate.clock().instant()));
    }

    private byte[] bytes(String location, String path) throws Exception {
        try (OpenFile open = estate.storage(location).openForReading(StoragePath.of(path), Sharing.ALL)) {
            ByteBuffer all = ByteBuffer.allocate((int) open.size());
            open.readFully(0, all);
            return all.array();
        }
    }

    private String activeSite() {
        return ActiveNow.of(estate.engine().catalog().database(), estate.config())
                .siteOf(estate.config().set("pool").orElseThrow());
    }

    private static Run.Step step(Run run, StepKind kind) {
        return run.steps().stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_was_written_last_is_brought_over_and_the_old_site_never_overwrites_the_days_work() throws Exception {
        work(FRA, ANNA, 'x');
        inventory();

        Run run = started();

        assertThat(run.state()).as(run.reason()).isEqualTo(State.WAITING);
        assertThat(step(run, StepKind.LAST_REPLICATION).said()).contains("CARRIED=1");
        assertThat(step(run, StepKind.VERIFY_COPIES).said()).startsWith("2 copies at lon are good, 0 are not");
        assertThat(activeSite()).isEqualTo("lon");
        assertThat(estate.engine().locations().mode(LON))
                .as("until it has ended")
                .isEqualTo(LocationMode.ASSIST);
        failovers().confirm(run.id(), ALAN, "I signed in");
        assertThat(failovers().go(run.id(), Actor.SCHEDULE).state()).isEqualTo(State.DONE);
        assertThat(estate.engine().locations().mode(LON)).isEqualTo(LocationMode.ACT);

        work(LON, ANNA, 'y');
        inventory();
        byte[] days = bytes(LON, ANNA);
        ReplicationRun back = night();
        assertThat(back.words()).containsEntry(Word.CARRIED, 1L);
        assertThat(bytes(LON, ANNA)).isEqualTo(days);
    }

    @Test
    void a_damaged_copy_holds_the_run_before_the_site_changes_until_somebody_accepts_it() throws Exception {
        estate.storage(LON).delete(StoragePath.of(BEN));
        estate.modeInLondon("OBSERVE");
        estate.reopen();
        inventory();

        Run run = started();

        assertThat(run.state()).isEqualTo(State.PAUSED);
        assertThat(step(run, StepKind.SWITCH_ORDER).state()).isEqualTo(StepState.WAITING);
        assertThat(activeSite()).isEqualTo("fra");
        assertThat(failovers().notGood(run.id())).singleElement().asString().contains("Profile_ben", "pool", "lon");
        failovers().resume(run.id(), ADA, "again");
        assertThat(failovers().go(run.id(), Actor.SCHEDULE).state()).isEqualTo(State.PAUSED);
        assertThatThrownBy(() -> failovers().accept(run.id(), new Actor("h", "Helen", List.of("HELPDESK"), ""), "ok"))
                .isInstanceOf(RefusedException.class);

        failovers().accept(run.id(), ADA, "Ben is on leave");
        failovers().resume(run.id(), ADA, "on");
        Run on = failovers().go(run.id(), Actor.SCHEDULE);

        assertThat(on.state()).as(on.reason()).isEqualTo(State.WAITING);
        assertThat(activeSite()).isEqualTo("lon");
    }

    @Test
    void a_plan_that_leaves_people_of_a_set_behind_is_stopped_before_anything_is_done() throws Exception {
        estate.engine().simulatedBroker().put(new PeopleGroup("all", "All", Set.of(Estate.ANNA)));

        Run run = started();

        assertThat(run.state()).isEqualTo(State.PAUSED);
        assertThat(run.reason()).contains("1 people", "a set works at one site as a whole");
        assertThat(step(run, StepKind.FREEZE_JOBS).state()).isEqualTo(StepState.WAITING);
        failovers().abort(run.id(), ADA, "another plan");
        assertThat(failovers().run(run.id()).state()).isEqualTo(State.ABORTED);
        assertThat(estate.engine().locations().mode(FRA)).isEqualTo(LocationMode.ACT);
    }

    @Test
    void jobs_of_the_set_stand_still_meanwhile_and_go_on_after_an_early_end() throws Exception {
        estate.storage(LON).delete(StoragePath.of(BEN));
        estate.modeInLondon("OBSERVE");
        estate.reopen();
        inventory();
        Run run = started();
        assertThat(run.state()).isEqualTo(State.PAUSED);
        assertThat(estate.engine().locations().mode(FRA)).isEqualTo(LocationMode.ASSIST);

        failovers().abort(run.id(), ADA, "not today");

        assertThat(estate.engine().locations().mode(FRA))
                .as("groups were removed")
                .isEqualTo(LocationMode.ASSIST);
        failovers().release(run.id(), ADA, "back to normal");
        assertThat(estate.engine().locations().mode(FRA)).isEqualTo(LocationMode.ACT);
    }
}
