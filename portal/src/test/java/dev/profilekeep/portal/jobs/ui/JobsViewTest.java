package dev.profilekeep.portal.jobs.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.portal.support.FakeJobDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.security.Person;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsViewTest extends ViewTest {
    private final FakeJobDesk desk = new FakeJobDesk();

    @Test
    void run_now_starts_the_job_and_leaves_it_in_the_audit_trail() {
        JobsView view = open(People.ada());
        _click(_get(view, Button.class, spec -> spec.withText("Run now")));
        assertThat(desk.running("inventory")).isPresent();
        assertThat(estate.acts).containsExactly("ada job.start inventory begun", "ada job.start inventory done");
    }

    @Test
    void a_run_moves_on_the_page_without_a_reload() {
        JobsView view = open(People.ada());
        desk.moved(FakeJobDesk.run(1, Status.RUNNING, 50));
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("50 of 200", "13 per second", "about 8 s left", "Looking at containers");
        assertThat(_get(view, ProgressBar.class).getValue()).isEqualTo(0.25);
        desk.moved(FakeJobDesk.run(1, Status.DONE, 200));
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("200 looked at", "3 new", "1 unreadable", "took 1 min 30 s");
        assertThat(_find(view, ProgressBar.class)).isEmpty();
    }

    @Test
    void that_a_server_answers_slowly_is_said_as_long_as_it_is_so() {
        JobsView view = open(People.ada());
        desk.moved(run(1, Status.RUNNING, "ada", 20, 200, Map.of("slowed", 1L)));
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("Slowed down: the server answers slowly");
        desk.moved(run(1, Status.RUNNING, "ada", 21, 200, Map.of()));
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).doesNotContain("Slowed down");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 11 ? 1,4,7,10 SAT#1|On the first Saturday of January, April, July and October at 11:00",
                "0 30 3 ? * mon#3|On the third Monday of each month at 03:30",
                "0 0 11 ? 13 SAT#1|By cron: 0 0 11 ? 13 SAT#1",
                "0 0 11 ? 1 XXX#1|By cron: 0 0 11 ? 1 XXX#1",
            })
    void a_schedule_by_weekdays_of_a_month_is_said_in_words(String cron, String said) {
        assertThat(CronWords.of(cron, Words.current())).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 11 ? 1,4,7,10 SAT#1|Am ersten Samstag im Januar, April, Juli und Oktober um 11:00",
                "0 30 3 ? * mon#3|Am dritten Montag jedes Monats um 03:30",
            })
    void a_schedule_by_weekdays_of_a_month_is_said_in_german(String cron, String said) {
        UI.getCurrent().setLocale(Locale.GERMANY);
        assertThat(CronWords.of(cron, Words.current())).isEqualTo(said);
    }

    @Test
    void a_run_under_way_is_found_again_and_can_be_stopped() {
        desk.runs.add(FakeJobDesk.run(1, Status.RUNNING, 20));
        JobsView view = open(People.ada());
        assertThat(_get(view, Button.class, spec -> spec.withText("Run now")).isEnabled())
                .isFalse();
        _click(_get(view, Button.class, spec -> spec.withText("Stop")));
        assertThat(desk.find(1).orElseThrow().status()).isEqualTo(Status.STOPPING);
    }

    @Test
    void a_failed_run_says_why_and_can_go_on() {
        desk.runs.add(FakeJobDesk.run(
                1, Status.FAILED, 20, new JobRunView.Failure("shard 3 of fra-profiles", "the server went away")));
        JobsView view = open(People.ada());
        new RunDialog(service(), Words.current(), true, desk.runs.get(0)).open();
        assertThat(words(_get(Dialog.class))).contains("shard 3 of fra-profiles", "the server went away");
        _get(Dialog.class).close();
        _click(_get(view, Button.class, spec -> spec.withText("Go on")));
        assertThat(desk.running("inventory")).isPresent();
    }

    @Test
    void an_auditor_reads_and_has_nothing_to_press() {
        desk.runs.add(FakeJobDesk.run(1, Status.FAILED, 20));
        JobsView view = open(People.otto());
        assertThat(words(view)).contains("Every day at 00:30", "Failed");
        for (String act : new String[] {"Run now", "Change schedule", "Pause", "Go on", "Stop"}) {
            assertThat(_find(view, Button.class, spec -> spec.withText(act)))
                    .as(act)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "schedule, Zeitplan, nach Zeitplan, nach Zeitplan gestartet",
        "command line, Befehlszeile, von der Befehlszeile aus, von der Befehlszeile aus gestartet",
        "demo, Vorführung, für die Vorführung, für die Vorführung gestartet",
        "Ada, Ada, durch Ada, gestartet durch Ada",
    })
    void who_started_it_is_said_in_the_language_of_the_page(
            String starter, String inList, String underWay, String after) {
        UI.getCurrent().setLocale(Locale.GERMANY);
        desk.runs.add(run(1, Status.RUNNING, starter, 20, 200));
        assertThat(words(open(People.ada())).lines()).contains(underWay, inList(inList));
        desk.runs.set(0, run(1, Status.DONE, starter, 200, 200));
        JobsView view = open(People.ada());
        assertThat(words(view).lines()).contains(after, inList(inList));
        assertThat(cells(view)).contains(inList);
    }

    private static String inList(String starter) {
        return "Inventur · " + starter;
    }

    @Test
    void before_anything_is_counted_a_run_starts_and_its_row_moves_with_it() {
        desk.runs.add(run(1, Status.RUNNING, "ada", 0, 0));
        JobsView view = open(People.ada());
        assertThat(words(view)).doesNotContain("0 of 0");
        assertThat(cells(view)).contains("starting …");
        desk.moved(run(1, Status.RUNNING, "ada", 50, 200));
        MockVaadin.clientRoundtrip();
        assertThat(cells(view)).contains("50 of 200");
        desk.moved(run(1, Status.DONE, "ada", 0, 0));
        MockVaadin.clientRoundtrip();
        assertThat(cells(view)).contains("0").doesNotContain("0 of 0", "starting …");
    }

    @SuppressWarnings("unchecked")
    private static List<String> cells(JobsView view) {
        return GridKt._getFormattedRow(_get(view, Grid.class), 0);
    }

    private static JobRunView run(long id, Status status, String starter, long done, long total) {
        return run(id, status, starter, done, total, Map.of());
    }

    private static JobRunView run(
            long id, Status status, String starter, long done, long total, Map<String, Long> counts) {
        boolean ended = status == Status.DONE;
        return new JobRunView(
                id,
                "inventory",
                status,
                starter,
                Samples.NOW,
                ended ? Samples.NOW.plusSeconds(90) : null,
                ended ? "" : "listing",
                "",
                total,
                done,
                null,
                null,
                counts,
                List.of(),
                false);
    }

    @Test
    void the_next_time_names_its_zone_where_the_schedule_has_another() {
        assertThat(words(open(People.ada())))
                .contains("Next: Mon 2 Mar 2026, 07:00 (Europe/Berlin) · Mon 2 Mar 2026, 06:00 (UTC)");
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 07:00",
        "Europe/Paris, 07:00",
        "Z, '07:00 (Europe/Berlin) · Mon 2 Mar 2026, 06:00 (UTC)'",
        "America/New_York, '07:00 (Europe/Berlin) · Mon 2 Mar 2026, 01:00 (America/New_York)'",
    })
    void a_zone_is_named_only_where_it_makes_a_difference(String own, String shown) {
        assertThat(CronWords.time(Samples.NOW, ZoneId.of("Europe/Berlin"), Words.in(Locale.UK, ZoneId.of(own))))
                .isEqualTo("Mon 2 Mar 2026, " + shown);
    }

    @Test
    void the_times_of_a_schedule_that_is_thought_of_name_their_zone_too() {
        JobsView view = open(People.ada());
        _click(_get(view, Button.class, spec -> spec.withText("Change schedule")));
        assertThat(words(_get(Dialog.class)))
                .contains("Mon 2 Mar 2026, 07:00 (Europe/Berlin) · Mon 2 Mar 2026, 06:00 (UTC)");
    }

    @Test
    void who_leaves_hears_no_more() {
        JobsView view = open(People.ada());
        assertThat(desk.listeners).hasSize(1);
        UI.getCurrent().remove(view);
        assertThat(desk.listeners).isEmpty();
    }

    @Test
    void a_schedule_is_changed_only_when_it_is_one() {
        JobsView view = open(People.ada());
        _click(_get(view, Button.class, spec -> spec.withText("Change schedule")));
        Dialog dialog = _get(Dialog.class);
        Select<Object> kind = kind(dialog);
        kind.setValue(kind.getListDataView().getItem(4));
        TextField cron = _get(dialog, TextField.class);
        cron.setValue("nonsense");
        assertThat(words(dialog)).contains("This is no schedule: six fields are needed");
        assertThat(_get(dialog, Button.class, spec -> spec.withText("Save")).isEnabled())
                .isFalse();
        cron.setValue("0 15 4 * * ?");
        _click(_get(dialog, Button.class, spec -> spec.withText("Save")));
        assertThat(words(view)).contains("Every day at 04:15", "changed here");
        assertThat(estate.acts)
                .containsExactly("ada schedule.change inventory begun", "ada schedule.change inventory done");
    }

    @Test
    void a_schedule_is_paused_and_resumed() {
        JobsView view = open(People.ada());
        _click(_get(view, Button.class, spec -> spec.withText("Pause")));
        assertThat(words(view)).contains("Paused: runs only when somebody starts it.");
        _click(_get(view, Button.class, spec -> spec.withText("Resume")));
        assertThat(words(view)).contains("Next: Mon 2 Mar 2026");
    }

    @SuppressWarnings("unchecked")
    private static Select<Object> kind(Dialog dialog) {
        return _get(dialog, Select.class, spec -> spec.withLabel("How often"));
    }

    private JobsService service() {
        return new JobsService(desk, estate, currentUser);
    }

    private JobsView open(Person person) {
        People.signIn(person);
        JobsView view = new JobsView(service(), currentUser);
        view.open();
        return show(view);
    }
}
