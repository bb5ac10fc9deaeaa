package dev.profilekeep.portal.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeJobDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.security.CurrentUser;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.context.SecurityContextHolder;

/** Every act ends in the audit trail as it ended. */
class JobsServiceTest {
    private final FakeJobDesk desk = new FakeJobDesk();
    private final FakeEstate estate = FakeEstate.standard();
    private final JobsService service = new JobsService(desk, estate, new CurrentUser());

    @BeforeEach
    void signIn() {
        People.signIn(People.ada());
    }

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void a_start_says_which_run_came_of_it() throws Exception {
        long id = service.start("inventory");
        assertThat(estate.acts).containsExactly("ada job.start inventory begun", "ada job.start inventory done");
        assertThat(estate.evidence)
                .extracting(evidence -> evidence.get("run"))
                .containsExactly(null, Long.toString(id));
        assertThat(estate.evidence.get(0).get("act"))
                .isNotNull()
                .isEqualTo(estate.evidence.get(1).get("act"));
    }

    @Test
    void a_start_that_is_turned_down_names_the_run_under_way() {
        desk.runs.add(FakeJobDesk.run(1, Status.RUNNING, 20));
        assertThatThrownBy(() -> service.start("inventory")).isInstanceOf(AlreadyRunningException.class);
        assertThat(last()).startsWith("ada job.start inventory refused: ").contains("(run 1)");
    }

    @Test
    void going_on_says_of_which_run_and_as_which() throws Exception {
        desk.runs.add(FakeJobDesk.run(1, Status.FAILED, 20));
        long id = service.restart(1);
        assertThat(last()).isEqualTo("ada job.restart inventory done");
        assertThat(estate.evidence.get(1)).containsEntry("of", "1").containsEntry("run", Long.toString(id));
    }

    @Test
    void a_stop_and_every_change_of_the_schedule_end_as_done() {
        desk.runs.add(FakeJobDesk.run(1, Status.RUNNING, 20));
        service.stop(1);
        service.change("inventory", "0 15 4 * * ?", ZoneId.of("UTC"));
        service.pause("inventory");
        service.resume("inventory");
        service.reset("inventory");
        assertThat(estate.acts)
                .filteredOn(act -> act.endsWith(" done"))
                .containsExactly(
                        "ada job.stop inventory done",
                        "ada schedule.change inventory done",
                        "ada schedule.pause inventory done",
                        "ada schedule.resume inventory done",
                        "ada schedule.reset inventory done");
    }

    @Test
    void a_schedule_set_to_what_it_is_leaves_no_entry() {
        dev.profilekeep.batch.schedule.Schedule now = service.schedule("inventory");
        assertThat(service.change("inventory", now.cron(), now.zone(), now.paused()))
                .isEqualTo(now);
        assertThat(estate.acts).isEmpty();
    }

    @Test
    void a_schedule_that_differs_in_blanks_and_case_alone_is_the_same() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        service.change("inventory", "  0 0\t 1 ? * mon-fri \u00a0", berlin);
        assertThat(service.schedule("inventory").cron()).isEqualTo("0 0 1 ? * MON-FRI");
        assertThat(estate.evidence.get(0)).containsEntry("to", "0 0 1 ? * MON-FRI Europe/Berlin");
        estate.acts.clear();

        service.change("inventory", "0 0 1 ? *  Mon-Fri", berlin);

        assertThat(estate.acts).isEmpty();
        assertThat(service.schedule("inventory").cron()).isEqualTo("0 0 1 ? * MON-FRI");
    }

    @Test
    void a_run_that_cannot_go_on_says_which_newer_one_is_in_the_way() {
        desk.runs.add(asItIs(FakeJobDesk.run(1, Status.FAILED, 20), false));
        desk.runs.add(asItIs(FakeJobDesk.run(2, Status.STOPPED, 20), false));
        desk.runs.add(FakeJobDesk.run(7, Status.FAILED, 20));
        assertThatThrownBy(() -> service.restart(1))
                .isInstanceOf(NotNowException.class)
                .hasMessage("run 1 cannot go on: a newer run exists: 7");
        assertThatThrownBy(() -> service.restart(2)).hasMessage("run 2 cannot go on: a newer run exists: 7");
        desk.runs.add(FakeJobDesk.run(8, Status.DONE, 200));
        assertThatThrownBy(() -> service.restart(8)).hasMessage("run 8 cannot go on: it is DONE");
        desk.runs.add(asItIs(FakeJobDesk.run(9, Status.FAILED, 0), false));
        assertThatThrownBy(() -> service.restart(9))
                .hasMessage("run 9 cannot go on: it ended before it began; start the job instead");
        assertThat(estate.acts).isEmpty();
    }

    @Test
    void a_newer_run_that_began_in_between_is_named_too() {
        FakeJobDesk overtaken = new FakeJobDesk() {
            @Override
            public long restart(long id, String startedBy) {
                runs.add(run(2, Status.DONE, 200));
                throw new IllegalStateException("run 1 cannot go on: a later run of inventory has been over it");
            }
        };
        overtaken.runs.add(FakeJobDesk.run(1, Status.FAILED, 20));
        JobsService late = new JobsService(overtaken, estate, new CurrentUser());
        assertThatThrownBy(() -> late.restart(1))
                .isInstanceOf(NotNowException.class)
                .hasMessage("run 1 cannot go on: a newer run exists: 2");
        assertThat(last()).startsWith("ada job.restart inventory refused: ");
    }

    private static JobRunView asItIs(JobRunView run, boolean restartable) {
        return new JobRunView(
                run.id(),
                run.job(),
                run.status(),
                run.startedBy(),
                run.startedAt(),
                run.endedAt(),
                run.phase(),
                run.doing(),
                run.total(),
                run.done(),
                run.perSecond(),
                run.remaining(),
                run.counts(),
                run.failures(),
                restartable);
    }

    @Test
    void what_fails_says_why() {
        JobDesk broken = new FakeJobDesk() {
            @Override
            public dev.profilekeep.batch.schedule.Schedule pause(String job) {
                throw new IllegalStateException("Quartz does not answer");
            }
        };
        JobsService failing = new JobsService(broken, estate, new CurrentUser());
        assertThatThrownBy(() -> failing.pause("inventory")).hasMessage("Quartz does not answer");
        assertThat(estate.acts)
                .isEqualTo(List.of(
                        "ada schedule.pause inventory begun",
                        "ada schedule.pause inventory failed: Quartz does not answer"));
    }

    @Test
    void a_location_is_confirmed_empty_before_the_inventory_begins() throws Exception {
        service.start("inventory", List.of("fra-profiles"), " moved to the new filer ");
        assertThat(estate.acts)
                .containsExactly(
                        "ada confirms empty fra-profiles moved to the new filer",
                        "ada job.start inventory begun",
                        "ada job.start inventory done");
    }

    @Test
    void nothing_is_confirmed_empty_when_the_inventory_cannot_begin_or_the_place_is_not_known() {
        assertThatThrownBy(() -> service.start("inventory", List.of("nowhere"), ""))
                .isInstanceOf(BadInputException.class)
                .hasMessage("confirmEmpty must be the id of a location: fra-profiles");
        assertThatThrownBy(() -> service.start("inventory", List.of(), "because"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("give confirmEmpty with it");
        assertThatThrownBy(() -> service.start("inventory", List.of("fra-profiles"), " "))
                .isInstanceOf(BadInputException.class)
                .hasMessage("reason must say why the location was emptied");
        desk.runs.add(FakeJobDesk.run(1, Status.RUNNING, 20));
        assertThatThrownBy(() -> service.start("inventory", List.of("fra-profiles"), "moved"))
                .isInstanceOf(AlreadyRunningException.class);
        assertThat(estate.acts).isEmpty();
    }

    @Test
    void a_look_is_started_only_where_disks_are_made_smaller() throws Exception {
        assertThatThrownBy(() -> service.start("compaction-plan")).isInstanceOf(NotFoundException.class);
        assertThat(estate.acts).isEmpty();
        FakeJobDesk due = new FakeJobDesk() {
            @Override
            public List<Schedule> schedules() {
                return List.of(new Schedule("compaction", NIGHTLY, ZoneOffset.UTC, false, NIGHTLY, List.of()));
            }
        };
        new JobsService(due, estate, new CurrentUser()).start("compaction-plan");
        assertThat(estate.acts)
                .containsExactly("ada job.start compaction-plan begun", "ada job.start compaction-plan done");
    }

    private String last() {
        return estate.acts.get(estate.acts.size() - 1);
    }
}
